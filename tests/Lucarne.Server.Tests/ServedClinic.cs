using Lucarne.Clinic;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Users;
using Lucarne.Imaging;
using Lucarne.Insight;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;
using Lucarne.Server.Reading;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Lucarne.Server.Tests;

[CollectionDefinition("served clinic")]
public sealed class ServedClinicDefinition : ICollectionFixture<ServedClinic>;

/// <summary>A whole server with its reading process, a run trained on drawn pictures within seconds, and an account for each role.</summary>
public sealed class ServedClinic : IAsyncLifetime
{
    public const string Password = "a password for tests";
    public const long LargestPicture = 4 << 20;

    private static readonly TimeSpan LongestJob = TimeSpan.FromMinutes(4);

    private readonly string _home = Path.Combine(Path.GetTempPath(), $"lucarne-server-{Guid.NewGuid():N}");
    private ClinicDatabase? _clinic;
    private Task? _drawer;

    /// <summary>The database; null: SQLite.</summary>
    public string? Database { get; init; }

    internal WebApplication App { get; private set; } = null!;

    internal ClinicDatabase Clinic => _clinic!;

    internal ServerOptions Options { get; private set; } = null!;

    internal ReadingRoom Room => App.Services.GetRequiredService<ReadingRoom>();

    public string Pictures => Path.Combine(_home, "pictures");

    /// <summary>A drawn slice.</summary>
    public byte[] Slice(string className = "cyst", int index = 0) =>
        File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(Pictures, className)).Order(StringComparer.Ordinal).ElementAt(index));

    public async Task InitializeAsync()
    {
        KidneyPhantom.WriteDataset(Pictures, 8, 2, 5);
        KidneyPhantom.WriteDataset(Path.Combine(_home, "data", "drawn"), 8, 2, 9);
        Train();
        Options = new ServerOptions { Home = _home, Database = Database, Program = typeof(ServerOptions).Assembly.Location, LargestPicture = LargestPicture, SignInsPerMinute = 10_000, Recipes = Path.Combine(_home, "recipes") };
        Directory.CreateDirectory(Options.Kept);
        _clinic = await ClinicDatabase.OpenAsync(Options.Connection, Options.Files, TimeProvider.System);
        App = LucarneServer.Build(Options, _clinic, builder => builder.WebHost.UseTestServer());
        var passwords = new Passwords(_clinic, TimeProvider.System);
        foreach (var role in Enum.GetValues<Role>())
            await _clinic.Users.AddAsync(new UserEntry { SignInName = Name(role), DisplayName = $"The {role}", Role = role, PasswordHash = passwords.Hash(Password) }, "test");
        await App.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await _clinic!.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>Waits for a worker to end a job.</summary>
    internal async Task<Job> EndOfAsync(long id)
    {
        using var limit = new CancellationTokenSource(LongestJob);
        for (; ; )
        {
            var job = await Clinic.Jobs.GetAsync(id, limit.Token);
            if (job.IsOver) return job;
            await Task.Delay(200, limit.Token);
        }
    }

    /// <summary>Has a small network that draws structures served beside the other, trained when it is first asked for.</summary>
    internal Task HasDrawerAsync() => _drawer ??= Task.Run(async () => await Clinic.Models.RegisterRunAsync(DrawnThorax.Train(_home), "thorax", "test"));

    internal static string Name(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>A browser that nobody has signed in with.</summary>
    internal Visitor Nobody() => new(App.GetTestServer());

    /// <summary>A browser with the account of a role.</summary>
    internal async Task<Visitor> SignedInAsync(Role role)
    {
        var visitor = Nobody();
        await visitor.SignInAsync(Name(role), Password);
        return visitor;
    }

    /// <summary>A training that was asked for on a page, is over, and waits to be kept: its run is a copy of the one that is served.</summary>
    internal async Task<long> TrialAsync(string name)
    {
        var run = Path.Combine(Options.Trials, name);
        Directory.CreateDirectory(Options.Trials);
        var job = await Clinic.Jobs.AddAsync(new TrainPayload { Recipe = "tiny", Data = Path.Combine(_home, "data", "drawn"), Run = run, Name = name, IsRegistered = false }.ToJob(), "test");
        await Clinic.Jobs.CancelAsync(job.Id, "test");
        await EndOfAsync(job.Id);
        foreach (var line in new[] { "Train 1/2", "Train 2/2" }) await Clinic.Queue.LogAsync(new JobLease(job, 0), line, default);
        CopyFolder(Path.Combine(_home, "runs", "kidneys"), run);
        return job.Id;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private void Train()
    {
        var recipe = Recipe.Load("kidney-phantom", Path.Combine(Checkout.Root, "recipes"), null,
            ["input.size=32", "network.width=0.125", "train.epochs=2", "train.max_minutes=1", "evaluate.bootstrap=100"]);
        Directory.CreateDirectory(Path.Combine(_home, "recipes"));
        File.WriteAllText(Path.Combine(_home, "recipes", "tiny.yaml"), recipe.ToYaml());
        TrainingRun.Execute(new TrainingRequest
        {
            Recipe = recipe,
            Data = Pictures,
            Out = Path.Combine(_home, "runs", "kidneys"),
            CacheFolder = Path.Combine(_home, "cache"),
            WeightFolders = [],
            Chapters = InsightChapters.All(),
        }, TimeProvider.System, null, CancellationToken.None);
    }
}
