using System.Diagnostics;
using System.Globalization;
using Lucarne.Fuzz;

// Lucarne.Fuzz [TARGET…] [--seconds N] [--seed S] [--keep FOLDER]
// Feeds each reader with damaged files for its share of the seconds, each in a process of its own. Ends with 1 where a
// reader did anything but read or refuse; the file that it was given is kept.
var targets = new List<string>();
var (seconds, seed, keep, worker) = (60.0, 1, "fuzz-findings", (string?)null);
for (var i = 0; i < args.Length; i++)
{
    string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value");
    switch (args[i])
    {
        case "--seconds": seconds = double.Parse(Value(), CultureInfo.InvariantCulture); break;
        case "--seed": seed = int.Parse(Value(), CultureInfo.InvariantCulture); break;
        case "--keep": keep = Value(); break;
        case "--worker": worker = Value(); break;
        default: targets.Add(args[i]); break;
    }
}

var chosen = targets.Count == 0 ? Readers.All : [.. Readers.All.Where(target => targets.Contains(target.Name))];
if (chosen.Count == 0 || chosen.Count < targets.Distinct().Count())
{
    Console.Error.WriteLine($"there is no reader of this name; there are {string.Join(", ", Readers.All.Select(target => target.Name))}.");
    return 2;
}

if (worker is not null) return Worker.Run(chosen[0], worker, seconds, seed);

var found = 0;
foreach (var target in chosen)
{
    var folder = Directory.CreateTempSubdirectory($"lucarne-fuzz-{target.Name}-").FullName;
    string[] arguments = [typeof(Worker).Assembly.Location, target.Name, "--worker", folder, "--seconds", (seconds / chosen.Count).ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture)];
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)) ?? throw new InvalidOperationException("the worker could not be started");
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        found++;
        Directory.CreateDirectory(keep);
        var kept = Path.Combine(keep, target.Name);
        var input = Path.Combine(folder, "input");
        if (File.Exists(input)) File.Copy(input, kept, overwrite: true);
        Console.Error.WriteLine($"{target.Name}: FOUND (exit code {process.ExitCode}); the file is kept in {kept}");
    }

    Directory.Delete(folder, recursive: true);
}

Console.WriteLine($"fuzz: {chosen.Count} readers, {found} findings");
return found == 0 ? 0 : 1;
