using System.CommandLine;
using System.Globalization;
using Lucarne.Cli.Terminal;
using Lucarne.Dicom.Phantom;
using Lucarne.Imaging;

namespace Lucarne.Cli.Commands;

/// <summary><c>lucarne phantom</c>.</summary>
internal static class PhantomCommand
{
    private const int LeastWithFaults = 5, FollowUpDays = 90;

    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "thorax (DICOM scans with contours) or kidney (pictures)" };
        var into = new Option<string>("--out") { Description = "the folder to draw into", Required = true };
        var patients = new Option<int>("--patients") { Description = "patients; of the kidney phantom, per class", DefaultValueFactory = _ => 20 };
        var seed = new Option<int>("--seed") { Description = "the same seed draws the same patients", DefaultValueFactory = _ => 42 };
        var slices = new Option<int>("--slices") { Description = "kidney: slices per patient", DefaultValueFactory = _ => 4 };
        var size = new Option<int>("--size") { Description = "thorax: columns and rows of a slice", DefaultValueFactory = _ => 256 };
        var spacing = new Option<double?>("--spacing") { Description = "thorax: mm between slices; without it 4 or 5, as the patient has it" };
        var faults = new Option<bool>("--faults") { Description = "thorax: gives patients the faults of real data and writes them down in faults.json" };
        var followUp = new Option<bool>("--follow-up") { Description = "thorax: a second scan of each patient, 90 days later and with twice the tumour" };
        var command = new Command("phantom", "draws synthetic patients") { kind, into, patients, seed, slices, size, spacing, faults, followUp };
        command.SetWork((parsed, cancellation) =>
        {
            if (parsed.GetValue(patients) < 1 || parsed.GetValue(slices) < 1) return Refuse("--patients and --slices must be 1 or more");
            var place = parsed.GetValue(into)!;
            var chance = unchecked((ulong)parsed.GetValue(seed));
            if (parsed.GetValue(kind) == "kidney") return Kidney(place, parsed.GetValue(patients), parsed.GetValue(slices), chance, cancellation);
            if (parsed.GetValue(kind) != "thorax") return Refuse($"there is no phantom '{parsed.GetValue(kind)}'; there are thorax and kidney");
            if (parsed.GetValue(patients) > 999) return Refuse("--patients of the thorax phantom must be 999 or fewer");
            if (parsed.GetValue(size) is < 64 or > 1024) return Refuse("--size must be 64 to 1024");
            if (parsed.GetValue(spacing) is not (null or (>= 1 and <= 10))) return Refuse("--spacing must be 1 to 10 mm");
            if (parsed.GetValue(faults) && parsed.GetValue(patients) < LeastWithFaults) return Refuse($"--faults gives each of {LeastWithFaults} faults to another patient, so --patients must be {LeastWithFaults} or more");
            var options = new ThoraxCohortOptions(parsed.GetValue(patients), chance) { Side = parsed.GetValue(size), SliceSpacingMm = parsed.GetValue(spacing), HasFaults = parsed.GetValue(faults), FollowUpDays = parsed.GetValue(followUp) ? FollowUpDays : null };
            return Thorax(place, options, cancellation);
        });
        return command;
    }

    private static int Kidney(string place, int patients, int slices, ulong seed, CancellationToken cancellation)
    {
        var files = KidneyPhantom.WriteDataset(place, patients, slices, seed, cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Count} pictures and groups.csv in {place}"));
        return ExitCode.Done;
    }

    private static int Thorax(string place, ThoraxCohortOptions options, CancellationToken cancellation)
    {
        var done = 0;
        var written = ThoraxCohort.Write(place, options, _ => Tell(Interlocked.Increment(ref done), options.Patients), cancellation);
        Console.WriteLine($"{written.Count} patients with CT and RT structures{(options.HasFaults ? ", and faults.json," : "")} in {place}. They are drawn, not real.");
        return ExitCode.Done;
    }

    // A line now and then: of 24 patients each fourth.
    private static void Tell(int done, int of)
    {
        if (done % Math.Max(1, of / 6) == 0 || done == of) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"drawing: {done} of {of} patients"));
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"lucarne: {why}.");
        return ExitCode.WrongCommandLine;
    }
}
