using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lucarne.Cli.Terminal;

/// <summary>
/// The server, a program of its own beside this one. This process becomes it: signals reach it directly, and what a training held is given
/// back.
/// </summary>
internal static unsafe partial class ServerProgram
{
    private const string Name = "Lucarne.Server";

    /// <summary>Becomes the server. Returns only where that failed.</summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    /// <exception cref="IOException">The system does not start it.</exception>
    public static int Become(IReadOnlyList<string> arguments)
    {
        var (host, program) = (Host, Place());
        Console.Out.Flush();
        string[] words = [host, program, .. arguments];
        var pointers = new nint[words.Length + 1];
        for (var i = 0; i < words.Length; i++) pointers[i] = Marshal.StringToCoTaskMemUTF8(words[i]);
        fixed (nint* first = pointers) _ = Execute(host, first);
        throw new IOException($"the server {program} could not be started (error {Marshal.GetLastPInvokeError()}); check that {host} can be run.");
    }

    /// <summary>How the server is started beside this process.</summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static ProcessStartInfo Start(IReadOnlyList<string> arguments) => new(Host, [Place(), .. arguments]);

    private static string Host => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Builds of all projects lie side by side: …/Lucarne.Cli/release and …/Lucarne.Server/release.</summary>
    private static string Place()
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(own.Parent?.Parent?.FullName ?? own.FullName, Name, own.Name, Name + ".dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"the server {program} is not built; start Lucarne with ./lucarne, which builds it.");
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, nint* arguments);
}
