using System.Data.Common;

namespace Lucarne.Clinic.Jobs;

/// <summary>Why a job failed.</summary>
/// <param name="Sentence">Why, for a person.</param>
/// <param name="MayPass">Whether trying again may help.</param>
internal sealed record JobFailure(string Sentence, bool MayPass)
{
    /// <summary>Reads what was thrown.</summary>
    public static JobFailure Of(Exception thrown) => SpokenError.Innermost(thrown) switch
    {
        ClinicException { InnerException: DbException or IOException } error => new(SpokenError.SentenceOf(error), true),
        OutOfMemoryException => new("the worker has too little memory for this job; it needs a larger machine, or a smaller file.", true),
        var error when SpokenError.Is(error) => new(SpokenError.SentenceOf(error), false),
        DbException or IOException or TimeoutException or UnauthorizedAccessException => new(SpokenError.SentenceOf(SpokenError.Innermost(thrown)), true),
        var error => new($"a fault of Lucarne's own, {error.GetType().Name}: {SpokenError.SentenceOf(error)}", false),
    };
}
