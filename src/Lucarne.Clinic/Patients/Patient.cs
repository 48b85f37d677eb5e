namespace Lucarne.Clinic.Patients;

/// <summary>Sex as the record states it.</summary>
public enum Sex
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>Female.</summary>
    Female,

    /// <summary>Male.</summary>
    Male,

    /// <summary>Neither of the two.</summary>
    Other,
}

/// <summary>What is entered of a patient. Age stands where no birth date is known, or must not be kept.</summary>
public sealed record PatientEntry
{
    /// <summary>The hospital's number of the record, 1 to 64 characters; each is in the database once.</summary>
    public required string RecordNumber { get; init; }

    /// <summary>Name; null in de-identified mode.</summary>
    public string? Name { get; init; }

    /// <summary>Sex.</summary>
    public Sex Sex { get; init; }

    /// <summary>Birth date, if known.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Age in years where no birth date is kept, 0 to 130.</summary>
    public double? AgeYears { get; init; }

    /// <summary>Weight, 0.2 to 500 kg.</summary>
    public double? WeightKg { get; init; }

    /// <summary>Height, 20 to 260 cm.</summary>
    public double? HeightCm { get; init; }

    /// <summary>Whether names and dates were dropped on the way in.</summary>
    public bool IsDeidentified { get; init; }

    /// <summary>The entry with its texts trimmed.</summary>
    /// <exception cref="ClinicException">A field cannot be right.</exception>
    internal PatientEntry Checked(DateOnly today)
    {
        if (BirthDate is { } born && (born > today || born.Year < 1880))
            throw new ClinicException($"the birth date is {born:yyyy-MM-dd}, where a day between 1880 and today can be right; check it.");
        return this with
        {
            RecordNumber = FieldRules.Text(RecordNumber, "the record number", 64),
            Name = FieldRules.Optional(Name, "the patient's name", 200),
            AgeYears = FieldRules.Between(AgeYears, 0, 130, "the age", "years"),
            WeightKg = FieldRules.Between(WeightKg, 0.2, 500, "the weight", "kg"),
            HeightCm = FieldRules.Between(HeightCm, 20, 260, "the height", "cm"),
        };
    }
}

/// <summary>A patient.</summary>
public sealed record Patient
{
    private const double DaysPerYear = 365.25;

    /// <summary>The database's number.</summary>
    public long Id { get; init; }

    /// <summary>The hospital's number of the record.</summary>
    public string RecordNumber { get; init; } = "";

    /// <summary>Name; null in de-identified mode.</summary>
    public string? Name { get; init; }

    /// <summary>Sex.</summary>
    public Sex Sex { get; init; }

    /// <summary>Birth date, if known.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>Age in years when the record was made, where no birth date is kept.</summary>
    public double? AgeYears { get; init; }

    /// <summary>Weight in kg.</summary>
    public double? WeightKg { get; init; }

    /// <summary>Height in cm.</summary>
    public double? HeightCm { get; init; }

    /// <summary>Whether names and dates were dropped on the way in.</summary>
    public bool IsDeidentified { get; init; }

    /// <summary>When the record was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rises with each change.</summary>
    public long Version { get; init; }

    /// <summary>Age in years on a day: from the birth date, else from the age that was entered and the time gone by since; null where neither is known.</summary>
    public double? AgeYearsOn(DateOnly day)
    {
        if (BirthDate is { } born) return Math.Max(0, (day.DayNumber - born.DayNumber) / DaysPerYear);
        return AgeYears is { } age ? Math.Max(0, age + ((day.DayNumber - DateOnly.FromDateTime(CreatedAt.UtcDateTime).DayNumber) / DaysPerYear)) : null;
    }
}
