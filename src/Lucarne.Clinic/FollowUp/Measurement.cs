using Lucarne.Clinic.Patients;

namespace Lucarne.Clinic.FollowUp;

/// <summary>What is entered of a measurement: at least one of the three values.</summary>
public sealed record MeasurementEntry
{
    /// <summary>Whose.</summary>
    public required long PatientId { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly MeasuredOn { get; init; }

    /// <summary>Serum creatinine, 0.05 to 40 mg/dL.</summary>
    public double? CreatinineMgDl { get; init; }

    /// <summary>Height, 20 to 260 cm.</summary>
    public double? HeightCm { get; init; }

    /// <summary>Weight, 0.2 to 500 kg.</summary>
    public double? WeightKg { get; init; }
}

/// <summary>What was measured of a patient on a day.</summary>
public sealed record Measurement
{
    internal const double LeastCreatinineMgDl = 0.05;
    internal const double MostCreatinineMgDl = 40;

    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long PatientId { get; init; }

    /// <summary>The day.</summary>
    public DateOnly MeasuredOn { get; init; }

    /// <summary>Serum creatinine in mg/dL.</summary>
    public double? CreatinineMgDl { get; init; }

    /// <summary>Height in cm.</summary>
    public double? HeightCm { get; init; }

    /// <summary>Weight in kg.</summary>
    public double? WeightKg { get; init; }

    /// <summary>Who entered it.</summary>
    public string EnteredBy { get; init; } = "";

    /// <summary>When it was entered.</summary>
    public DateTimeOffset EnteredAt { get; init; }
}

/// <summary>Kidney function on a day.</summary>
/// <param name="MeasurementId">The measurement that the creatinine is of.</param>
/// <param name="On">The day of the creatinine.</param>
/// <param name="CreatinineMgDl">Serum creatinine in mg/dL.</param>
/// <param name="HeightCm">The height used, in cm.</param>
/// <param name="HeightOn">The day on which that height was measured; null where it is the one of the patient's record.</param>
/// <param name="AgeYears">Age on the day; null where it is not known.</param>
/// <param name="Egfr">In mL/min/1.73 m², by the bedside Schwartz formula.</param>
/// <param name="Stage">The stage; null below 2 years or where the age is not known.</param>
/// <param name="IsForAge">Whether the formula was made for this age.</param>
public sealed record KidneyPoint(long MeasurementId, DateOnly On, double CreatinineMgDl, double HeightCm, DateOnly? HeightOn, double? AgeYears, double Egfr, KidneyStage? Stage, bool IsForAge)
{
    /// <summary>Kidney function over time, of each measured creatinine for which a height is known: the height of the same day, else the
    /// last one before, else that of the patient's record.</summary>
    public static IReadOnlyList<KidneyPoint> Course(Patient patient, IReadOnlyList<Measurement> measurements)
    {
        ArgumentNullException.ThrowIfNull(patient);
        var course = new List<KidneyPoint>();
        foreach (var measured in measurements.Where(measured => measured.CreatinineMgDl is not null).OrderBy(measured => measured.MeasuredOn).ThenBy(measured => measured.Id))
        {
            var standing = measurements
                .Where(other => other.HeightCm is not null && other.MeasuredOn <= measured.MeasuredOn)
                .OrderByDescending(other => other.MeasuredOn).ThenByDescending(other => other.Id)
                .FirstOrDefault();
            if ((standing?.HeightCm ?? patient.HeightCm) is { } heightCm) course.Add(Of(patient, measured, heightCm, standing?.MeasuredOn));
        }

        return course;
    }

    private static KidneyPoint Of(Patient patient, Measurement measured, double heightCm, DateOnly? heightOn)
    {
        var age = patient.AgeYearsOn(measured.MeasuredOn);
        var egfr = KidneyFunction.Egfr(measured.CreatinineMgDl!.Value, heightCm);
        return new KidneyPoint(
            measured.Id, measured.MeasuredOn, measured.CreatinineMgDl.Value, heightCm, heightOn, age, egfr, KidneyFunction.IsStagedAtAge(age) ? KidneyFunction.Stage(egfr) : null, KidneyFunction.IsForAge(age));
    }
}
