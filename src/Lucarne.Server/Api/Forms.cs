using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Worklist;
using Lucarne.Server.Models;
using Lucarne.Server.Studies;

namespace Lucarne.Server.Api;

/// <summary>A run, as programs are told.</summary>
internal sealed record ModelForm(string Name, string Version, string Recipe, IReadOnlyList<string> Classes, DateTimeOffset Finished, bool IsDefault, bool IsInService)
{
    public static ModelForm Of(ServedModel model, bool isDefault, bool isInService) =>
        new(model.Name, model.Version, model.Recipe.Name, [.. model.Recipe.Classes.Select(label => label.Name)], model.Finished, isDefault, isInService);
}

/// <summary>A study with what was said of it, as programs are told.</summary>
internal sealed record StudyForm(long Id, long PatientId, string Status, string Urgency, DateTimeOffset CreatedAt, string? SignedBy, ModelAnswer? Answer, IReadOnlyList<DecisionForm> Decisions, string Notice)
{
    /// <summary>What stands beside every answer.</summary>
    public const string HelpNotice = "A help to the doctor, never a diagnosis; not clinically validated.";

    public static StudyForm Of(StudyView view) => new(
        view.Study.Id, view.Patient.Id, view.Study.Status.ToString(), view.Study.Urgency.ToString(), view.Study.CreatedAt, view.Study.SignedBy, view.Answer,
        [.. view.Decisions.Select(DecisionForm.Of)], HelpNotice);
}

/// <summary>What a doctor said.</summary>
internal sealed record DecisionForm(long Id, long? FindingId, string Kind, string? CorrectedClass, string? Comment, string By, DateTimeOffset At)
{
    public static DecisionForm Of(Decision decision) =>
        new(decision.Id, decision.FindingId, decision.Kind.ToString(), decision.CorrectedClass, decision.Comment, decision.DecidedBy, decision.DecidedAt);
}

/// <summary>A page of the worklist.</summary>
/// <param name="Studies">The most urgent first.</param>
/// <param name="Next">The address of the next page; null where this is the last.</param>
internal sealed record StudyList(IReadOnlyList<WorklistRow> Studies, string? Next);
