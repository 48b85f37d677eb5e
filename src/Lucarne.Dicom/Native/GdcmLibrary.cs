using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lucarne.Dicom.Native;

/// <summary>
/// Finds the native half of GDCM's C# binding, which distributions keep beside the managed half and off the loader's path. It is set
/// up as this assembly loads, for whichever of GDCM's types is touched first.
/// </summary>
internal static class GdcmLibrary
{
    private const string Folders = "/usr/lib/cli";

#pragma warning disable CA2255 // A library that every type of this assembly may call first has no other early place.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(gdcm.Reader).Assembly, Resolve);

    /// <summary>What GDCM finds wrong it prints on standard error; Lucarne says it in its own sentence. Called before GDCM's first work, for it loads the library.</summary>
    internal static void Quieten()
    {
        gdcm.Trace.DebugOff();
        gdcm.Trace.WarningOff();
        gdcm.Trace.ErrorOff();
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!name.Contains("gdcmsharpglue", StringComparison.Ordinal)) return 0;
        foreach (var folder in Candidates())
            if (NativeLibrary.TryLoad(Path.Combine(folder, "libgdcmsharpglue.so"), out var handle)) return handle;
        throw new DllNotFoundException($"libgdcmsharpglue.so is not below {Folders}; install the package libgdcm-cil");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("GDCM_SHARP") is { Length: > 0 } named) yield return Path.GetDirectoryName(named) ?? ".";
        if (!Directory.Exists(Folders)) yield break;
        foreach (var folder in Directory.GetDirectories(Folders, "gdcm-sharp-*").OrderDescending(StringComparer.Ordinal)) yield return folder;
    }
}
