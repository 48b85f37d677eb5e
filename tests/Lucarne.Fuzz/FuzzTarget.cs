namespace Lucarne.Fuzz;

/// <summary>A reader of files from outside, to be fed with anything.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Seeds">Writes whole files into a folder that is given; damage starts from these.</param>
/// <param name="Read">Reads a file. It may refuse it, and nothing else.</param>
/// <param name="Refuses">Whether an exception is the reader's way to refuse.</param>
internal sealed record FuzzTarget(string Name, Action<string> Seeds, Action<string> Read, Func<Exception, bool> Refuses);
