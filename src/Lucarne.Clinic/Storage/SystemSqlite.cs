using System.Runtime.InteropServices;
using SQLitePCL;

namespace Lucarne.Clinic.Storage;

/// <summary>
/// Has the system's own SQLite do the work. Libraries that read pictures and scans load it as well, and a second SQLite in the process would
/// have its calls bound to the first one's functions: that ends the process.
/// </summary>
internal static class SystemSqlite
{
    private const string File = "libsqlite3.so.0";

    // The beginning of the type is when it is done, once for the process; .NET sees to that.
    static SystemSqlite()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_sqlite3).Assembly, (name, _, _) => name == "sqlite3" ? NativeLibrary.Load(File) : IntPtr.Zero);
        raw.SetProvider(new SQLite3Provider_sqlite3());
        raw.FreezeProvider();
    }

    /// <summary>Does it, where it has not been done yet.</summary>
    public static void Register()
    {
    }
}
