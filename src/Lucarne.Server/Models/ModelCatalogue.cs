using System.Security.Cryptography;
using System.Text.Json;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Server.Models;

/// <summary>The runs that can be served, as found in the home's folders. A run that appears later is found at the next look.</summary>
internal sealed partial class ModelCatalogue(ServerOptions options, TimeProvider clock, ILogger<ModelCatalogue> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTime Written, ServedModel? Model)> _seen = [];
    private IReadOnlyList<ServedModel> _models = [];
    private long _looked = -1;
    private volatile string? _preferred;
    private volatile HashSet<string> _retired = [];

    /// <summary>Runs that sort pictures into classes and are in service, the newest first.</summary>
    public IReadOnlyList<ServedModel> All => [.. Everything.Where(model => model.Recipe.Task == RecipeTask.Classification && IsInService(model))];

    /// <summary>All finished runs, those that draw structures in scans and those out of service among them, the newest first.</summary>
    public IReadOnlyList<ServedModel> Everything
    {
        get
        {
            lock (_lock)
            {
                if (_looked < 0 || clock.GetElapsedTime(_looked) > Fresh)
                {
                    _models = [.. options.RunFolders.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Select(Look).OfType<ServedModel>().OrderByDescending(model => model.Finished)];
                    _looked = clock.GetTimestamp();
                }

                return _models;
            }
        }
    }

    /// <summary>The run that answers where none is named: the one that was chosen, else the newest.</summary>
    public ServedModel? Default => All is { Count: > 0 } all ? all.FirstOrDefault(model => model.Folder == _preferred) ?? all[0] : null;

    /// <summary>Makes a run the one that answers where none is named.</summary>
    public void Prefer(string? folder) => _preferred = folder;

    /// <summary>Takes runs out of service: they answer no more, and what they said is still shown with their words.</summary>
    public void Retire(IEnumerable<string> folders) => _retired = [.. folders];

    /// <summary>Whether a run answers.</summary>
    public bool IsInService(ServedModel model) => !_retired.Contains(model.Folder);

    /// <summary>Has the next look find what has just come or gone.</summary>
    public void LookAgain()
    {
        lock (_lock) _looked = -1;
    }

    /// <summary>The run of a name; null where there is none.</summary>
    public ServedModel? Find(string name) => Everything.FirstOrDefault(model => model.Name == name);

    private ServedModel? Look(string folder)
    {
        var run = new RunFolder(folder);
        if (!File.Exists(run.Model) || !File.Exists(run.Run)) return null;
        var written = File.GetLastWriteTimeUtc(run.Run);
        if (_seen.TryGetValue(folder, out var seen) && seen.Written == written) return seen.Model;
        var model = Read(folder, run);
        _seen[folder] = (written, model);
        return model;
    }

    private ServedModel? Read(string folder, RunFolder run)
    {
        try
        {
            using var facts = JsonDocument.Parse(File.ReadAllBytes(run.Run));
            var recipe = Recipe.FromYaml(File.ReadAllText(run.Recipe), run.Recipe);
            if (facts.RootElement.GetProperty("status").GetString() != "finished") return null;
            using var weights = File.OpenRead(run.Model);
            var version = $"{recipe.Name} ({recipe.Network.Name}), {Convert.ToHexStringLower(SHA256.HashData(weights))[..12]}";
            return new ServedModel(Path.GetFileName(folder), folder, recipe, version, facts.RootElement.GetProperty("finished").GetDateTimeOffset());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or RecipeException)
        {
            NotServed(log, folder, error.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The run in {Folder} is not served: {Reason}")]
    private static partial void NotServed(ILogger log, string folder, string reason);
}
