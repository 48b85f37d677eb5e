using Lucarne.Clinic.Jobs;
using Lucarne.Learning;

namespace Lucarne.Clinic.Working;

/// <summary>Tells a job how far its stages are: each is an equal part of the whole, and each note, such as the figures of an epoch, a line of the log.</summary>
/// <param name="context">The job.</param>
/// <param name="stages">The stages that it has, in their order.</param>
internal sealed class StageLines(JobContext context, Stage[] stages) : IProgress<StageProgress>
{
    public void Report(StageProgress value)
    {
        var part = (double)value.Done / Math.Max(1, value.Total);
        context.Report((Math.Max(0, Array.IndexOf(stages, value.Stage)) + part) / stages.Length, FormattableString.Invariant($"{value.Stage} {value.Done}/{value.Total}"));
        if (value.Note is { } note) context.Log(FormattableString.Invariant($"{value.Stage} {value.Done}/{value.Total} · {note}"));
    }
}
