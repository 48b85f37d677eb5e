using Lucarne.Clinic;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Server.Models;

namespace Lucarne.Server.Patients;

/// <summary>Everything the page of a patient shows.</summary>
public sealed record PatientView
{
    /// <summary>The patient.</summary>
    public required Patient Patient { get; init; }

    /// <summary>Studies with what was said of them, the latest first.</summary>
    public required IReadOnlyList<PatientStudy> Studies { get; init; }

    /// <summary>What is to be done.</summary>
    public required IReadOnlyList<FollowUpTask> Tasks { get; init; }

    /// <summary>What was measured, the oldest first.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>Kidney function over time.</summary>
    public required IReadOnlyList<KidneyPoint> Kidney { get; init; }

    /// <summary>The tumour's volume over time; null where no scan has one drawn.</summary>
    public TumourCourse? Tumour { get; init; }

    /// <summary>Today.</summary>
    public required DateOnly Today { get; init; }

    /// <exception cref="MissingException">There is no such patient.</exception>
    internal static async Task<PatientView> LoadAsync(ClinicDatabase clinic, ModelCatalogue catalogue, TimeProvider clock, long id, CancellationToken cancellation)
    {
        var patient = await clinic.Patients.GetAsync(id, cancellation);
        var said = await clinic.Findings.OfPatientAsync(id, cancellation);
        var findings = said.ToLookup(finding => finding.StudyId);
        var decisions = (await clinic.Decisions.OfPatientAsync(id, cancellation)).ToLookup(decision => decision.StudyId);
        var studies = new List<PatientStudy>();
        foreach (var study in await clinic.Studies.OfPatientAsync(id, cancellation))
        {
            var image = (await clinic.Studies.ImagesAsync(study.Id, cancellation)).FirstOrDefault(image => image.PreviewSha256 is not null);
            var finding = findings[study.Id].FirstOrDefault();
            studies.Add(new PatientStudy(study, image, finding, [.. decisions[study.Id]], finding is null ? null : catalogue.Find(finding.ModelName)));
        }

        return new PatientView
        {
            Patient = patient,
            Studies = studies,
            Tasks = await clinic.FollowUps.OfPatientAsync(id, cancellation),
            Measurements = await clinic.Measurements.OfPatientAsync(id, cancellation),
            Kidney = await clinic.Measurements.KidneyCourseAsync(id, cancellation),
            Tumour = TumourCourse.Of([.. studies.Select(item => item.Study)], said, await clinic.Corrections.OfPatientAsync(id, cancellation)),
            Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
        };
    }
}

/// <summary>A study in a patient's time line.</summary>
/// <param name="Study">The study.</param>
/// <param name="Image">A picture of it; null where there is none.</param>
/// <param name="Finding">The newest answer of a model; null where there is none.</param>
/// <param name="Decisions">What doctors said.</param>
/// <param name="Model">The run that answered, while it is still served.</param>
public sealed record PatientStudy(Study Study, StudyImage? Image, Finding? Finding, IReadOnlyList<Decision> Decisions, ServedModel? Model)
{
    /// <summary>The class a doctor corrected the answer to; null where none did.</summary>
    public string? Corrected => Decisions.LastOrDefault(decision => decision.Kind is DecisionKind.Corrects or DecisionKind.Agrees) is { Kind: DecisionKind.Corrects } last ? last.CorrectedClass : null;

    /// <summary>What a person calls a class.</summary>
    public string Label(string className, string language) => Model?.Label(className, language) ?? className;
}
