namespace Lucarne.Imaging.Tests;

/// <summary>Debian's Python with Pillow and NumPy, as an oracle where it is installed.</summary>
internal static class Pillow
{
    internal static void SkipWithout() => PythonOracle.SkipWithout("PIL", "numpy");

    /// <summary>Runs a script and answers what it printed.</summary>
    internal static string Say(string script, params string[] arguments) => PythonOracle.Say(script, arguments);
}
