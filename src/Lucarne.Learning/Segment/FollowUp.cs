using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;

namespace Lucarne.Learning.Segment;

/// <summary>How one structure changed between two scans.</summary>
/// <param name="Name">The recipe's name of it.</param>
/// <param name="Label">What a person reads.</param>
/// <param name="BeforeMl">Volume in the earlier scan, in mL.</param>
/// <param name="AfterMl">Volume in the later scan, in mL.</param>
/// <param name="DoublingTimeDays">Of the gross tumour volume, where it grew or shrank: positive where it doubles in that time, negative where it halves.</param>
public sealed record StructureChange(string Name, LocalText Label, double BeforeMl, double AfterMl, double? DoublingTimeDays)
{
    /// <summary>Change in mL.</summary>
    public double ChangeMl => AfterMl - BeforeMl;

    /// <summary>Change in percent of the earlier volume; null where there was none.</summary>
    public double? ChangePercent => BeforeMl > 0 ? 100 * ChangeMl / BeforeMl : null;
}

/// <summary>Two scans of a patient compared.</summary>
/// <param name="PatientId">PatientID.</param>
/// <param name="Before">Day of the earlier scan.</param>
/// <param name="After">Day of the later scan.</param>
/// <param name="Structures">The changes, in the order of the recipe.</param>
public sealed record FollowUp(string PatientId, DateOnly Before, DateOnly After, IReadOnlyList<StructureChange> Structures)
{
    /// <summary>The recipe's name of the structure whose growth is told: the gross tumour volume.</summary>
    public const string Tumour = "gtv";

    /// <summary>Days between the scans.</summary>
    public int Days => After.DayNumber - Before.DayNumber;

    /// <summary>Compares two scans.</summary>
    /// <exception cref="PredictException">They are not two scans of one patient on different days by one model.</exception>
    public static FollowUp Of(ScanVolumes first, ScanVolumes second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.PatientId.Length == 0 || first.PatientId != second.PatientId)
            throw new PredictException($"the scans are of patient '{first.PatientId}' and patient '{second.PatientId}'; a follow-up compares two scans of one patient");
        if (first.StudyDate is not { } one || second.StudyDate is not { } other || one == other)
            throw new PredictException($"the scans are of {Shown(first.StudyDate)} and {Shown(second.StudyDate)}; a follow-up compares scans of two days, as StudyDate states them");
        if (first.Model != second.Model)
            throw new PredictException($"the scans were drawn by the models '{first.Model}' and '{second.Model}', whose volumes cannot be compared; segment both with one run");
        var (before, after) = one < other ? (first, second) : (second, first);
        var days = Math.Abs(other.DayNumber - one.DayNumber);
        return new FollowUp(first.PatientId, before.StudyDate!.Value, after.StudyDate!.Value,
            [.. from earlier in before.Structures
                let later = after.Structures.FirstOrDefault(structure => structure.Name == earlier.Name)
                where later is not null
                select new StructureChange(earlier.Name, earlier.Label, earlier.VolumeMl, later.VolumeMl, earlier.Name == Tumour ? DoublingTime(earlier.VolumeMl, later.VolumeMl, days) : null)]);
    }

    /// <summary>
    /// Days in which a volume that grows exponentially doubles: Td = Δt · ln 2 / ln(V2 / V1) (Schwartz, "A biomathematical
    /// approach to clinical tumor growth", Cancer 14, 1961). Negative: it halves in that time. Null where a volume is 0 or
    /// both are equal.
    /// </summary>
    public static double? DoublingTime(double beforeMl, double afterMl, int days) =>
        beforeMl > 0 && afterMl > 0 && beforeMl != afterMl ? days * Math.Log(2) / Math.Log(afterMl / beforeMl) : null;

    private static string Shown(DateOnly? day) => day is { } known ? known.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : "an unknown day";
}
