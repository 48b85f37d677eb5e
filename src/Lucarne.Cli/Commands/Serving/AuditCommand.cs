using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;

namespace Lucarne.Cli.Commands.Serving;

/// <summary><c>lucarne audit</c>: verifies and lists the trail of who did what.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "who did what in a clinic, and whether that record is whole") { Verify(), List() };

    private static Command Verify()
    {
        var clinic = new ClinicArguments();
        var head = new Option<string?>("--head") { Description = "the last entry's hash as it was noted earlier: it must still be in the trail" };
        var content = new Option<bool>("--content") { Description = "reads every stored file and compares its content too" };
        var command = new Command("verify", "checks that every entry follows from the one before, and that the stored files are those that the database names") { head, content };
        clinic.AddTo(command);
        command.SetWork((parsed, cancellation) => clinic.Run(parsed, async database =>
        {
            var verdict = await database.Audit.VerifyAsync(parsed.GetValue(head), cancellation);
            var files = await database.Files.CheckAsync(parsed.GetValue(content), cancellation);
            Console.WriteLine(verdict.IsWhole
                ? string.Create(CultureInfo.InvariantCulture, $"the audit trail is whole: {verdict.Entries} entries{(verdict.Head is null ? "" : $", the last {verdict.Head}")}")
                : string.Create(CultureInfo.InvariantCulture, $"the audit trail is NOT whole: {verdict.Fault} The {verdict.Entries} entries before are as they were written."));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Files} files, {files.SizeBytes} bytes: {files.Missing.Count} missing, {files.Damaged.Count} damaged, {files.Unnamed.Count} on the disk that no row names"));
            foreach (var hash in files.Missing.Concat(files.Damaged)) Console.WriteLine($"  {hash}");
            return verdict.IsWhole && files.IsWhole ? ExitCode.Done : ExitCode.Impossible;
        }, cancellation));
        return command;
    }

    private static Command List()
    {
        var clinic = new ClinicArguments();
        var subject = new Option<string?>("--subject") { Description = "only of this, such as study/17" };
        var actor = new Option<string?>("--actor") { Description = "only by this user, key or worker" };
        var limit = new Option<int>("--limit") { Description = "at most so many, the newest", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "prints entries, the newest first") { subject, actor, limit };
        clinic.AddTo(command);
        command.SetWork((parsed, cancellation) => clinic.Run(parsed, async database =>
        {
            foreach (var entry in await database.Audit.ListAsync(parsed.GetValue(subject), parsed.GetValue(actor), limit: parsed.GetValue(limit), cancellation: cancellation))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entry.Number} {entry.At:yyyy-MM-dd HH:mm:ss}Z {entry.Actor} {entry.Action} {entry.Subject}{(entry.Detail is null ? "" : $" ({entry.Detail})")}"));
            return ExitCode.Done;
        }, cancellation));
        return command;
    }
}
