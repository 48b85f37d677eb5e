using Lucarne.Clinic;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Studies;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;

namespace Lucarne.Server.Studies;

/// <summary>Everything the page of a study shows.</summary>
public sealed record StudyView
{
    /// <summary>The study.</summary>
    public required Study Study { get; init; }

    /// <summary>Whose.</summary>
    public required Patient Patient { get; init; }

    /// <summary>The image that is shown: the first that has a picture; null where there is none.</summary>
    public StudyImage? Image { get; init; }

    /// <summary>The newest finding; null where no model has answered.</summary>
    public Finding? Finding { get; init; }

    /// <summary>What other models said of the picture that is shown, the newest first, each with its run while that is still served.</summary>
    public IReadOnlyList<(Finding Finding, ServedModel? Model)> Beside { get; init; } = [];

    /// <summary>The network's answer, as the finding keeps it.</summary>
    public ModelAnswer? Answer { get; init; }

    /// <summary>The run that answered, while it is still served.</summary>
    public ServedModel? Model { get; init; }

    /// <summary>The structures of a scan; null where none were drawn.</summary>
    public DrawnView? Drawn { get; init; }

    /// <summary>Which heat map is shown: nothing for the finding's own, else <c>:class:method</c>.</summary>
    public string Map { get; init; } = "";

    /// <summary>The heat maps there are.</summary>
    public IEnumerable<string> Maps => (Finding?.Files ?? []).Where(file => file.Role.StartsWith(FindingFile.HeatMap, StringComparison.Ordinal)).Select(file => file.Role[FindingFile.HeatMap.Length..]);

    /// <summary>Whether workers have something to do for this study, so that more is to come.</summary>
    public bool IsWorkedOn { get; init; }

    /// <summary>What doctors said, in its order.</summary>
    public required IReadOnlyList<Decision> Decisions { get; init; }

    /// <summary>What follows from the finding.</summary>
    public required IReadOnlyList<Recommendation> Recommendations { get; init; }

    /// <summary>Whether pictures lie beside the page, as they do for the printer, and are not asked of the server.</summary>
    internal bool IsOnDisk { get; init; }

    /// <summary>Where the page finds the picture that is shown.</summary>
    public string PictureAddress => IsOnDisk ? "picture.png" : $"/studies/{Study.Id}/images/{Image!.Id}";

    /// <summary>Where the page finds the slice that stands for the structures of a scan.</summary>
    public string LargestAddress => IsOnDisk ? LargestSlice.Picture + ".png" : Drawn!.Address(LargestSlice.Picture);

    /// <summary>Whether the finding has a file of a role.</summary>
    public bool Has(string role) => Finding?.Files.Any(file => file.Role == role) == true;

    /// <summary>Where the page finds a file of the finding.</summary>
    public string FileAddress(string role) => IsOnDisk ? role + Path.GetExtension(Finding!.Files.First(file => file.Role == role).FileName) : $"/studies/{Study.Id}/findings/{Finding!.Id}/{role}";

    /// <summary>What a person calls a class; its name where the run is no longer served.</summary>
    public string Label(string className, string language) => Model?.Label(className, language) ?? className;

    /// <exception cref="MissingException">There is no such study.</exception>
    internal static async Task<StudyView> LoadAsync(ClinicDatabase clinic, ModelCatalogue catalogue, long id, CancellationToken cancellation, string? drawn = null, string? map = null)
    {
        var study = await clinic.Studies.GetAsync(id, cancellation);
        var images = await clinic.Studies.ImagesAsync(id, cancellation);
        var findings = await clinic.Findings.OfStudyAsync(id, cancellation);
        var finding = findings.Count > 0 ? findings[0] : null;
        var jobs = await clinic.Jobs.ListAsync(studyId: id, cancellation: cancellation);
        return new StudyView
        {
            Study = study,
            Patient = await clinic.Patients.GetAsync(study.PatientId, cancellation),
            Image = images.FirstOrDefault(image => image.Id == finding?.ImageId) ?? images.FirstOrDefault(image => image.PreviewSha256 is not null),
            Finding = finding,
            Beside = [.. findings.Skip(1).Where(other => other.ImageId == finding!.ImageId && other.Task == RecipeTask.Classification && other.ModelName != finding.ModelName)
                .DistinctBy(other => other.ModelName).Select(other => (other, catalogue.Find(other.ModelName)))],
            Answer = finding is null || finding.Task == RecipeTask.Segmentation ? null : ModelAnswer.Of(finding),
            Drawn = await DrawnView.LoadAsync(clinic, finding, drawn, jobs, cancellation),
            Map = map is not null && finding?.Files.Any(file => file.Role == FindingFile.HeatMap + map) == true ? map : "",
            IsWorkedOn = jobs.Any(job => !job.IsOver),
            Model = finding is null ? null : catalogue.Find(finding.ModelName),
            Decisions = await clinic.Decisions.OfStudyAsync(id, cancellation),
            Recommendations = await clinic.Findings.RecommendationsAsync(id, cancellation),
        };
    }
}
