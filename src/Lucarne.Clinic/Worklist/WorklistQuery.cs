using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Worklist;

/// <summary>Which studies are asked for.</summary>
public sealed record WorklistQuery
{
    /// <summary>Only these; null for all.</summary>
    public StudyStatus? Status { get; init; }

    /// <summary>Only so urgent; null for all.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Only of this DICOM modality; null for all.</summary>
    public string? Modality { get; init; }

    /// <summary>Only those of this doctor; null for everybody's.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>Part of the patient's name, record number, or the study's description, without regard to case and accents; null for all.</summary>
    public string? Text { get; init; }

    /// <summary>Where the page before ended; null for the first page.</summary>
    public WorklistPlace? After { get; init; }

    /// <summary>At most so many rows, 200 at most.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A place in the worklist: the most urgent first, and of those the ones that have waited longest.</summary>
/// <param name="Urgency">The row's urgency.</param>
/// <param name="StudyId">The row's study.</param>
public sealed record WorklistPlace(Urgency Urgency, long StudyId);

/// <summary>A row of the worklist.</summary>
public sealed record WorklistRow
{
    /// <summary>Which study.</summary>
    public long StudyId { get; init; }

    /// <summary>Whose.</summary>
    public long PatientId { get; init; }

    /// <summary>The patient's record number.</summary>
    public string RecordNumber { get; init; } = "";

    /// <summary>The patient's name; null in de-identified mode.</summary>
    public string? PatientName { get; init; }

    /// <summary>The day of the examination.</summary>
    public DateOnly? StudyDate { get; init; }

    /// <summary>DICOM modality.</summary>
    public string Modality { get; init; } = "";

    /// <summary>What the study is.</summary>
    public string Description { get; init; } = "";

    /// <summary>How soon a person must look.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>How far a doctor is with it.</summary>
    public StudyStatus Status { get; init; }

    /// <summary>Who has it.</summary>
    public string? AssignedTo { get; init; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The study's version.</summary>
    public long Version { get; init; }

    /// <summary>What the newest finding makes of it; null where there is no finding yet.</summary>
    public FindingDecision? Decision { get; init; }

    /// <summary>The class of the newest finding.</summary>
    public string? PredictedClass { get; init; }

    /// <summary>That class's probability.</summary>
    public double? Confidence { get; init; }

    /// <summary>The model of the newest finding.</summary>
    public string? ModelName { get; init; }

    /// <summary>That model's version.</summary>
    public string? ModelVersion { get; init; }
}

/// <summary>A page of the worklist.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Next">Where the next page begins; null where this is the last.</param>
public sealed record WorklistPage(IReadOnlyList<WorklistRow> Rows, WorklistPlace? Next);

/// <summary>How many studies there are, by status.</summary>
/// <param name="Waiting">Nobody has opened them.</param>
/// <param name="InProgress">A doctor has them.</param>
/// <param name="Signed">They are signed.</param>
/// <param name="UrgentWaiting">Of those that wait, the urgent ones.</param>
public sealed record WorklistCounts(long Waiting, long InProgress, long Signed, long UrgentWaiting);
