using System.Runtime.ExceptionServices;

namespace Lucarne.Dicom;

/// <summary>A loop over all processors that throws what its body threw, not a wrapping of it.</summary>
internal static class SideBySide
{
    public static void ForEach<T>(IEnumerable<T> items, Action<T> body, CancellationToken token)
    {
        try
        {
            Parallel.ForEach(items, new ParallelOptions { CancellationToken = token, MaxDegreeOfParallelism = Environment.ProcessorCount }, body);
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.Flatten().InnerExceptions[0]);
        }
    }
}
