namespace Lucarne.Learning.Recipes;

/// <summary>
/// One rule of a recipe's <c>recommendations</c>: when it holds, and what is then recommended. Rules are tried in the order of the file and the
/// first that holds is used, so that a doctor can read them from top to bottom.
/// </summary>
public sealed record RecommendationRule
{
    /// <summary>What the rule is called where a recommendation says what it rests on.</summary>
    public required string Id { get; init; }

    /// <summary>When it holds.</summary>
    public RuleConditions When { get; init; } = new();

    /// <summary>How soon.</summary>
    public Urgency Urgency { get; init; } = Urgency.Routine;

    /// <summary>The delay within which it should be done, in days; null: none is stated.</summary>
    public int? WithinDays { get; init; }

    /// <summary>What is to be done, a sentence each; at least one.</summary>
    public required ValueList<LocalText> Actions { get; init; }

    /// <summary>The examination to order; null: none.</summary>
    public LocalText? Examination { get; init; }

    /// <summary>Where the rule comes from: a guideline, a paper, a service's own practice.</summary>
    public required LocalText Source { get; init; }

    /// <summary>The rule where only some classes are known; null where it speaks of none of them.</summary>
    internal RecommendationRule? Among(IReadOnlyCollection<string> classes)
    {
        var gone = false;
        var when = When with { Class = Kept(When.Class), MayBe = Kept(When.MayBe), Earlier = Kept(When.Earlier) };
        return gone ? null : this with { When = when };

        ValueList<string> Kept(ValueList<string> names)
        {
            var kept = ValueList.From(names.Where(classes.Contains));
            gone |= kept.Count == 0 && names.Count > 0;
            return kept;
        }
    }
}

/// <summary>Conditions that must all hold; one that is not written always does.</summary>
public sealed record RuleConditions
{
    /// <summary>What the model made of the picture; empty: anything.</summary>
    public ValueList<ReadingDecision> Decision { get; init; } = [];

    /// <summary>The class that was predicted, where the model is sure of one: any of these. Empty: anything.</summary>
    public ValueList<string> Class { get; init; } = [];

    /// <summary>Any of these classes is predicted or cannot be ruled out. Empty: anything.</summary>
    public ValueList<string> MayBe { get; init; } = [];

    /// <summary>The calibrated probability of the likeliest class, from the first number to below the second (1 included); null: any.</summary>
    public NumberRange? Confidence { get; init; }

    /// <summary>The patient's age in years, from the first number to below the second. Where it is unknown the rule does not hold.</summary>
    public NumberRange? AgeYears { get; init; }

    /// <summary>The finding's largest diameter in mm, from the first number to below the second. Where it is unknown the rule does not hold.</summary>
    public NumberRange? SizeMm { get; init; }

    /// <summary>For a segmentation: the structure whose volume and change the rule asks for; null: the rule asks for none.</summary>
    public string? Structure { get; init; }

    /// <summary>The change of the structure's volume since the scan before, in percent of it, from the first number to below the second. Without an
    /// earlier scan that shows the structure the rule does not hold.</summary>
    public NumberRange? ChangePercent { get; init; }

    /// <summary>The finding's volume, or the structure's, in mL, from the first number to below the second. Where it is unknown the rule does not hold.</summary>
    public NumberRange? VolumeMl { get; init; }

    /// <summary>Any of these classes was found in an earlier study of the patient. Empty: anything.</summary>
    public ValueList<string> Earlier { get; init; } = [];

    /// <summary>Whether the conditions hold for a case.</summary>
    public bool Hold(RuleCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        var measured = Structure is null ? null : @case.Structures.GetValueOrDefault(Structure);
        return (Decision.Count == 0 || Decision.Contains(@case.Decision))
            && (Class.Count == 0 || (@case.Decision == ReadingDecision.Predicted && @case.Possible is [var only] && Class.Contains(only)))
            && (MayBe.Count == 0 || @case.Possible.Any(MayBe.Contains))
            && Within(Confidence, @case.Confidence, closed: 1)
            && Within(AgeYears, @case.AgeYears)
            && Within(SizeMm, @case.SizeMm)
            && Within(VolumeMl, Structure is null ? @case.VolumeMl : measured?.VolumeMl)
            && Within(ChangePercent, measured?.ChangePercent)
            && (Earlier.Count == 0 || @case.Earlier.Any(Earlier.Contains));
    }

    private static bool Within(NumberRange? range, double? value, double closed = double.NaN) =>
        range is not { } bounds || (value is { } known && known >= bounds.Low && (known < bounds.High || (known == closed && bounds.High == closed)));
}

/// <summary>What rules are asked about.</summary>
/// <param name="Decision">What the model made of the picture.</param>
/// <param name="Possible">The class that was predicted; the classes that cannot be ruled out; none where the picture is not for the model.</param>
/// <param name="Confidence">The calibrated probability of the likeliest class.</param>
/// <param name="AgeYears">The patient's age; null: unknown.</param>
/// <param name="SizeMm">The finding's largest diameter; null: unknown.</param>
/// <param name="VolumeMl">The finding's volume; null: unknown.</param>
/// <param name="Earlier">Classes found in earlier studies of the patient.</param>
public sealed record RuleCase(
    ReadingDecision Decision, IReadOnlyList<string> Possible, double Confidence, double? AgeYears = null, double? SizeMm = null, double? VolumeMl = null, IReadOnlyList<string>? Earlier = null)
{
    /// <summary>Classes found in earlier studies of the patient.</summary>
    public IReadOnlyList<string> Earlier { get; init; } = Earlier ?? [];

    /// <summary>Whether a doctor says so, and no model.</summary>
    public bool IsSaidByDoctor { get; init; }

    /// <summary>For a scan: what was measured of each structure, by its name.</summary>
    public IReadOnlyDictionary<string, StructureMeasure> Structures { get; init; } = new Dictionary<string, StructureMeasure>();
}

/// <summary>What was measured of a structure.</summary>
/// <param name="VolumeMl">Its volume; 0: nothing of it was drawn.</param>
/// <param name="ChangePercent">The change since the scan before, in percent of its volume then; null: there is none, or the structure was not in it.</param>
public sealed record StructureMeasure(double VolumeMl, double? ChangePercent);

/// <summary>What a model makes of a picture.</summary>
public enum ReadingDecision
{
    /// <summary>One class.</summary>
    Predicted,

    /// <summary>One of several classes.</summary>
    Unsure,

    /// <summary>The picture does not look like what the model was trained on.</summary>
    NotForThisModel,
}

/// <summary>How soon something should be done, or a person must look. The numbers are the order of worklists and queues, and databases keep them.</summary>
public enum Urgency
{
    /// <summary>At once.</summary>
    Urgent = 0,

    /// <summary>Sooner than in the normal course of care.</summary>
    Soon = 1,

    /// <summary>In the normal course of care.</summary>
    Routine = 2,
}
