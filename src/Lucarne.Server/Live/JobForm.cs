using System.Text.Json;
using Lucarne.Clinic.Jobs;

namespace Lucarne.Server.Live;

/// <summary>A job, as programs are told. What it was given, a patient's number among it, is not said.</summary>
internal sealed record JobForm(
    long Id, string Kind, string Status, string Urgency, long? StudyId, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    int Attempts, double Progress, string? ProgressText, JsonElement? Result, string? Failure)
{
    public static JobForm Of(Job job) => new(
        job.Id, job.Kind.ToString(), job.Status.ToString(), job.Urgency.ToString(), job.StudyId, job.CreatedBy, job.CreatedAt, job.StartedAt, job.FinishedAt,
        job.Attempts, job.Progress, job.ProgressText, job.ResultJson is { } json ? JsonElement.Parse(json) : null, job.Failure);
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">The newest first.</param>
/// <param name="Next">The address of the next page; null where this is the last.</param>
internal sealed record JobList(IReadOnlyList<JobForm> Jobs, string? Next);
