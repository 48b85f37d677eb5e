using Lucarne.Clinic;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Models;
using Lucarne.Insight.Drift;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Server.Models;

/// <summary>Everything the page of a model shows.</summary>
public sealed record ModelView
{
    private const int MostAnswers = 10_000;

    /// <summary>The run.</summary>
    public required ServedModel Model { get; init; }

    /// <summary>The clinic's entry of it; null where it was not registered yet.</summary>
    public RegisteredModel? Registered { get; init; }

    /// <summary>What it was made of.</summary>
    public ModelCard? Card { get; init; }

    /// <summary>Its judgement, for a classifier.</summary>
    public ModelFigures? Figures { get; init; }

    /// <summary>Its judgement, for one that draws structures, and the scans it was judged on.</summary>
    public (IReadOnlyList<StructureFigures> Structures, int Scans)? Structures { get; init; }

    /// <summary>How sure it was of its test part.</summary>
    public TestCertainty? Certainty { get; init; }

    /// <summary>How it learned.</summary>
    public RunCurves? Curves { get; init; }

    /// <summary>The clinic's pictures against the test part; null where there is nothing to hold against each other.</summary>
    public InputDrift? Drift { get; init; }

    /// <summary>How often doctors agreed.</summary>
    public IReadOnlyList<MonthlyAgreement> Agreement { get; init; } = [];

    /// <summary>Its charts, as files of the run.</summary>
    public IReadOnlyList<string> Drawings { get; init; } = [];

    /// <summary>Whether it has a map of visual profiles.</summary>
    public bool HasProfiles { get; init; }

    /// <summary>Whether its report was written.</summary>
    public bool HasReport { get; init; }

    /// <summary>Whether it answers at all.</summary>
    public required bool IsInService { get; init; }

    /// <summary>Whether it answers where no model is named.</summary>
    public bool IsDefault { get; init; }

    internal static async Task<ModelView> LoadAsync(ServedModel model, ModelCatalogue catalogue, ClinicDatabase clinic, TimeProvider clock, string language, CancellationToken cancellation)
    {
        var registered = (await clinic.Models.ListAsync(cancellation: cancellation)).FirstOrDefault(entry => entry.RunFolder == model.Folder);
        var test = TestAnswers.Read(model.Folder);
        var given = registered is null || test is null ? [] : await clinic.Findings.OfModelAsync(registered.Id, MostAnswers, cancellation);
        return new ModelView
        {
            Model = model,
            Registered = registered,
            Card = ModelCard.Read(model.Folder),
            Figures = ModelFigures.Read(model.Folder),
            Structures = StructureFigures.Read(model.Folder),
            Certainty = test?.Certainty,
            Curves = RunCurves.Read(model.Folder),
            Drift = test is null || given.Count == 0 ? null : InputDrift.Of(test, given.Select(AnswerOf), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)),
            Agreement = registered is null ? [] : await clinic.Decisions.AgreementAsync(registered.Id, cancellation),
            Drawings = RunDrawings.Of(model.Folder, language),
            HasProfiles = Insight.Profiles.VisualProfiles.AreIn(model.Folder),
            HasReport = File.Exists(new RunFolder(model.Folder).Report),
            IsInService = catalogue.IsInService(model),
            IsDefault = model.Recipe.Task == RecipeTask.Classification ? catalogue.Default?.Name == model.Name : registered?.IsDefault == true,
        };
    }

    private static GivenAnswer AnswerOf(Finding finding) => new(DateOnly.FromDateTime(finding.CreatedAt.UtcDateTime), finding.PredictedClass, finding.Decision switch
    {
        FindingDecision.Predicted => Insight.Decision.Predicted,
        FindingDecision.Unsure => Insight.Decision.Unsure,
        FindingDecision.NotForThisModel => Insight.Decision.NotForThisModel,
        _ => Insight.Decision.CertaintyUnknown,
    });
}
