using Lucarne.Imaging;

namespace Lucarne.Cli.Commands.Pictures;

/// <summary>Goes through pictures; one that cannot be read is named on standard error and the others go on.</summary>
internal static class PictureLoop
{
    /// <returns>How many could not be read.</returns>
    public static int Each(IReadOnlyList<string> files, Action<string> work, CancellationToken cancellation)
    {
        var refused = 0;
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                work(file);
            }
            catch (PictureException error)
            {
                refused++;
                Console.Error.WriteLine($"lucarne: {error.Message}");
            }
        }

        return refused;
    }
}
