using System.Runtime.InteropServices;

namespace Lucarne.Clinic.Files;

/// <summary>Puts a folder's names on the disk: a renamed file may otherwise be gone after the power was.</summary>
internal static partial class DirectorySync
{
    // O_RDONLY, which opens a folder too.
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The system refuses.</exception>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0) throw new IOException($"the folder '{folder}' cannot be opened to be put on the disk (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Sync(descriptor) != 0) throw new IOException($"the folder '{folder}' cannot be put on the disk (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
