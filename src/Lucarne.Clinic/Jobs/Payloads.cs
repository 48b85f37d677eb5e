using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Jobs;

/// <summary>An uploaded file is to become patient, study and images.</summary>
public sealed record ImportPayload
{
    /// <summary>What a person called the file.</summary>
    public required string FileName { get; init; }

    /// <summary>The patient in the database whose it is; null where the file says so itself, or <see cref="Patient"/> does.</summary>
    public long? PatientId { get; init; }

    /// <summary>The patient whose it is, found by record number or added; null where the file says so itself.</summary>
    public PatientEntry? Patient { get; init; }

    /// <summary>What the study is, where the file does not say it.</summary>
    public string? Description { get; init; }

    /// <summary>The day of the examination, where the file does not say it.</summary>
    public DateOnly? StudyDate { get; init; }

    /// <summary>DICOM modality, where the file does not say it.</summary>
    public string? Modality { get; init; }

    /// <summary>How soon a person must look.</summary>
    public Urgency Urgency { get; init; } = Urgency.Routine;

    /// <summary>Drops names, numbers and dates, and the file they came in.</summary>
    public bool IsDeidentified { get; init; }

    /// <summary>Has the default models look at it as soon as it is there.</summary>
    public bool IsPredicted { get; init; } = true;

    /// <summary>The job.</summary>
    /// <param name="fileSha256">The stored file.</param>
    public JobEntry ToJob(string fileSha256) => new() { Kind = JobKind.Import, PayloadJson = JsonForm.Write(this), FileSha256 = fileSha256, Urgency = Urgency };
}

/// <summary>A model is to say what an image shows, or to draw its structures.</summary>
public sealed record ModelPayload
{
    /// <summary>Which image.</summary>
    public required long ImageId { get; init; }

    /// <summary>Which model; null for the default of its task.</summary>
    public long? ModelId { get; init; }

    /// <summary>The job.</summary>
    /// <param name="kind">Predict or segment.</param>
    /// <param name="image">The image.</param>
    /// <param name="urgency">How soon.</param>
    /// <param name="modelId">Which model; null for the default of its task.</param>
    public static JobEntry ToJob(JobKind kind, StudyImage image, Urgency urgency = Urgency.Routine, long? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new JobEntry { Kind = kind, PayloadJson = JsonForm.Write(new ModelPayload { ImageId = image.Id, ModelId = modelId }), FileSha256 = image.FileSha256, StudyId = image.StudyId, Urgency = urgency };
    }
}

/// <summary>A doctor's contours are to stand beside those of a finding. The file is a label map (NIfTI) or a structure set (DICOM).</summary>
public sealed record CorrectPayload
{
    /// <summary>Which finding.</summary>
    public required long FindingId { get; init; }

    /// <summary>What the doctor called the file.</summary>
    public required string FileName { get; init; }

    /// <summary>The version of the study that the doctor saw.</summary>
    public required long StudyVersion { get; init; }

    /// <summary>The doctor's sign-in name.</summary>
    public required string Doctor { get; init; }

    /// <summary>The doctor's words.</summary>
    public required string Comment { get; init; }

    /// <summary>The job.</summary>
    /// <param name="fileSha256">The stored file.</param>
    /// <param name="studyId">The finding's study.</param>
    public JobEntry ToJob(string fileSha256, long studyId) =>
        new() { Kind = JobKind.Correct, PayloadJson = JsonForm.Write(this), FileSha256 = fileSha256, StudyId = studyId, Urgency = Urgency.Soon };
}

/// <summary>Where in a picture the model of a finding sees a class is to be shown.</summary>
public sealed record ExplainPayload
{
    /// <summary>Which finding.</summary>
    public required long FindingId { get; init; }

    /// <summary>Which class; null for the predicted one.</summary>
    public string? ClassName { get; init; }

    /// <summary>GradCam, GradCamPlusPlus or Occlusion.</summary>
    public string Method { get; init; } = "GradCam";

    /// <summary>The job.</summary>
    public JobEntry ToJob() => new() { Kind = JobKind.Explain, PayloadJson = JsonForm.Write(this), Urgency = Urgency.Soon };
}

/// <summary>A recipe is to be trained.</summary>
public sealed record TrainPayload
{
    /// <summary>The recipe's name, with a variant where one is meant.</summary>
    public required string Recipe { get; init; }

    /// <summary>The folder of pictures or scans.</summary>
    public required string Data { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>Values in place of the recipe's, as <c>key.path=value</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>What the model shall be called; null for the recipe's name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the model is registered as soon as it is trained; else a person looks at it first.</summary>
    public bool IsRegistered { get; init; } = true;

    /// <summary>The job.</summary>
    public JobEntry ToJob() => new() { Kind = JobKind.Train, PayloadJson = JsonForm.Write(this) };

    /// <summary>What a training was asked for.</summary>
    public static TrainPayload Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JsonForm.Read<TrainPayload>(job.PayloadJson);
    }
}

/// <summary>A folder of data is to be looked into: what <c>lucarne check --out</c> does.</summary>
public sealed record CheckPayload
{
    /// <summary>The recipe whose classes or structures are looked for.</summary>
    public required string Recipe { get; init; }

    /// <summary>The folder of pictures or scans.</summary>
    public required string Data { get; init; }

    /// <summary>The folder that the report is written to.</summary>
    public required string Report { get; init; }

    /// <summary>The job.</summary>
    public JobEntry ToJob() => new() { Kind = JobKind.Check, PayloadJson = JsonForm.Write(this) };

    /// <summary>What was asked for.</summary>
    public static CheckPayload Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return JsonForm.Read<CheckPayload>(job.PayloadJson);
    }
}

/// <summary>The report of a run is to be written anew.</summary>
public sealed record ReportPayload
{
    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>The job.</summary>
    public JobEntry ToJob() => new() { Kind = JobKind.Report, PayloadJson = JsonForm.Write(this) };
}
