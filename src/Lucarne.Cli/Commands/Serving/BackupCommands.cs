using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Clinic.Backup;

namespace Lucarne.Cli.Commands.Serving;

/// <summary><c>lucarne backup</c> and <c>lucarne restore</c>.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var clinic = new ClinicArguments();
        var into = new Option<string>("--out") { Description = "a folder that is not there yet, or empty", Required = true };
        var command = new Command("backup", "copies a clinic, rows and files, to a folder, while it is at work") { into };
        clinic.AddTo(command);
        command.SetWork((parsed, cancellation) => clinic.Run(parsed, async database =>
        {
            Console.WriteLine(Told("backed up", await ClinicBackup.WriteAsync(database, parsed.GetValue(into)!, cancellation)));
            return ExitCode.Done;
        }, cancellation));
        return command;
    }

    public static Command Restore()
    {
        var clinic = new ClinicArguments();
        var folder = new Argument<string>("BACKUP") { Description = "the folder of a backup" };
        var command = new Command("restore", "brings a backup into an empty database, of either kind") { folder };
        clinic.AddTo(command);
        command.SetWork((parsed, cancellation) => clinic.Run(parsed, async database =>
        {
            Console.WriteLine(Told("restored", await ClinicBackup.RestoreAsync(parsed.GetValue(folder)!, database, cancellation)));
            return ExitCode.Done;
        }, cancellation));
        return command;
    }

    private static string Told(string what, BackupManifest manifest) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what} {manifest.Rows.Values.Sum()} rows ({manifest.Rows["patients"]} patients, {manifest.Rows["studies"]} studies) and {manifest.Files} files ({manifest.SizeBytes} bytes); the audit trail's last entry is {manifest.AuditHead ?? "none"}.");
}
