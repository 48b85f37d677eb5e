using System.Data.Common;
using Lucarne.Dicom;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Train;
using Lucarne.Networks;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Clinic.Jobs;

/// <summary>Why a job failed.</summary>
/// <param name="Sentence">Why, for a person.</param>
/// <param name="MayPass">Whether trying again may help.</param>
internal sealed record JobFailure(string Sentence, bool MayPass)
{
    /// <summary>Reads what was thrown.</summary>
    public static JobFailure Of(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Of(first),
        ClinicException { InnerException: DbException or IOException } => new(OneLine(error), true),
        ClinicException or PictureException or NiftiException or DicomException or DataException or EvaluationException or TrainingException or PredictException
            or PrepareException or RecipeException or NetworkException or ReportException or SafetensorsException => new(OneLine(error), false),
        DbException or IOException or TimeoutException or UnauthorizedAccessException => new(OneLine(error), true),
        OutOfMemoryException => new("the worker has too little memory for this job; it needs a larger machine, or a smaller file.", true),
        TorchException => new(OneLine(error), false),
        _ => new($"a fault of Lucarne's own, {error.GetType().Name}: {OneLine(error)}", false),
    };

    /// <summary>The first line: libtorch adds where in its own sources it stood.</summary>
    private static string OneLine(Exception error)
    {
        var message = error.Message.AsSpan().Trim();
        var end = message.IndexOfAny('\r', '\n');
        return (end < 0 ? message : message[..end]).ToString();
    }
}
