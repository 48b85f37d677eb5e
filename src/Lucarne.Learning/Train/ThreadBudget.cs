using Lucarne.Torch;

namespace Lucarne.Learning.Train;

/// <summary>Who may use how many processors.</summary>
internal static class ThreadBudget
{
    /// <summary>Operators called on this thread stay on it. OpenMP keeps the number per thread, so the others are not touched.</summary>
    public static void OneForThisThread() => Runtime.Threads = 1;
}
