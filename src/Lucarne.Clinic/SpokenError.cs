using Lucarne.Dicom;
using Lucarne.Imaging;
using Lucarne.Imaging.Volumes;
using Lucarne.Learning.Evaluate;
using Lucarne.Learning.Folders;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Prepare;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Report;
using Lucarne.Learning.Runs;
using Lucarne.Networks;
using Lucarne.Torch;
using Lucarne.Torch.Safetensors;

namespace Lucarne.Clinic;

/// <summary>Errors whose message is a sentence for the person who asked. Anything else that is thrown is a fault of Lucarne's own.</summary>
public static class SpokenError
{
    /// <summary>Whether an error is one of them.</summary>
    public static bool Is(Exception error) => error is
        ClinicException or PictureException or NiftiException or DicomException or DataException or EvaluationException or TrainingException or PredictException or PrepareException or RecipeException or
        NetworkException or ReportException or SafetensorsException or TorchException;

    /// <summary>What it says, on one line: libtorch adds where in its own sources it stood.</summary>
    public static string SentenceOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var message = error.Message.AsSpan().Trim();
        var end = message.IndexOfAny('\r', '\n');
        return (end < 0 ? message : message[..end]).ToString();
    }

    /// <summary>What lies at the bottom of an error: parallel loops, tasks and static constructors wrap what went wrong, often several times the same.</summary>
    public static Exception Innermost(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Innermost(first),
        TypeInitializationException { InnerException: { } inner } => Innermost(inner),
        _ => error,
    };
}
