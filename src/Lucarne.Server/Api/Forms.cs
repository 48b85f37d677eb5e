using Lucarne.Clinic.Readings;
using Lucarne.Server.Models;
using Lucarne.Server.Studies;

namespace Lucarne.Server.Api;

/// <summary>A run, as programs are told.</summary>
internal sealed record ModelForm(string Name, string Version, string Recipe, IReadOnlyList<string> Classes, DateTimeOffset Finished, bool IsDefault)
{
    public static ModelForm Of(ServedModel model, bool isDefault) =>
        new(model.Name, model.Version, model.Recipe.Name, [.. model.Recipe.Classes.Select(label => label.Name)], model.Finished, isDefault);
}

/// <summary>A study with what was said of it, as programs are told.</summary>
internal sealed record StudyForm(long Id, long PatientId, string Status, string Urgency, DateTimeOffset CreatedAt, string? SignedBy, ModelAnswer? Answer, IReadOnlyList<DecisionForm> Decisions, string Notice)
{
    public static StudyForm Of(StudyView view) => new(
        view.Study.Id, view.Patient.Id, view.Study.Status.ToString(), view.Study.Urgency.ToString(), view.Study.CreatedAt, view.Study.SignedBy, view.Answer,
        [.. view.Decisions.Select(decision => new DecisionForm(decision.Kind.ToString(), decision.CorrectedClass, decision.Comment, decision.DecidedBy, decision.DecidedAt))],
        "A help to the doctor, never a diagnosis; not clinically validated.");
}

/// <summary>What a doctor said.</summary>
internal sealed record DecisionForm(string Kind, string? CorrectedClass, string? Comment, string By, DateTimeOffset At);
