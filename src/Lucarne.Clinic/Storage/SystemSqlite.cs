using System.Reflection;
using System.Runtime.InteropServices;

namespace Lucarne.Clinic.Storage;

/// <summary>
/// Lets the driver use the system's SQLite where there is one. libvips brings the system's along, and with a second SQLite in one process
/// the calls of one land in the other, which ends the process.
/// </summary>
internal static class SystemSqlite
{
    private const string SystemName = "libsqlite3.so.0";

    /// <summary>Whether the driver was told. Asking tells it, once for the process.</summary>
    public static bool IsTold { get; } = Tell();

    private static bool Tell()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Find);
        return true;
    }

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" && NativeLibrary.TryLoad(SystemName, out var library) ? library : 0;
}
