using System.Security.Cryptography;
using Lucarne.Clinic.Storage;
using Lucarne.Learning.Predict;
using Lucarne.Learning.Recipes;
using Lucarne.Learning.Runs;

namespace Lucarne.Clinic.Models;

/// <summary>Models that are served.</summary>
public sealed class ModelStore
{
    private const string Columns = "id, name, version, recipe, task, run_folder, weights_sha256, metrics_json, is_default, is_validated, is_retired, registered_at";

    private readonly Connections _connections;

    internal ModelStore(Connections connections) => _connections = connections;

    /// <summary>What is to be entered of a run: its recipe's name, and the first letters of its weights' SHA-256 as its version.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name">What a person calls it; null for the recipe's name.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="PredictException">The folder is no run, or its weights are missing.</exception>
    public static async Task<ModelEntry> OfRunAsync(string run, string? name = null, CancellationToken cancellation = default)
    {
        var folder = new RunFolder(Path.GetFullPath(run));
        if (!File.Exists(folder.Model)) throw new PredictException($"{run} holds no model.safetensors: it is not a run, or its training did not finish an epoch");
        var weights = File.OpenRead(folder.Model);
        await using var _ = weights.ConfigureAwait(false);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(weights, cancellation).ConfigureAwait(false));
        var recipe = RunTask.RecipeOf(folder);
        return new ModelEntry
        {
            Name = name ?? recipe.Name,
            Version = ModelVersion.OfWeights(hash),
            Recipe = recipe.Name,
            Task = recipe.Task,
            RunFolder = folder.Path,
            WeightsSha256 = hash,
            MetricsJson = File.Exists(folder.Metrics) ? await File.ReadAllTextAsync(folder.Metrics, cancellation).ConfigureAwait(false) : null,
        };
    }

    /// <summary>Registers a model. One of the same name and version is brought up to date, and stays out of service if it was taken out; the first of its task becomes the default.</summary>
    public Task<RegisteredModel> RegisterAsync(ModelEntry entry, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _connections.WriteAsync(session => RegisterAsync(session, entry, actor), cancellation);
    }

    /// <summary>Registers the model of a run.</summary>
    /// <exception cref="PredictException">The folder is no run.</exception>
    public async Task<RegisteredModel> RegisterRunAsync(string run, string? name, string actor, CancellationToken cancellation = default) =>
        await RegisterAsync(await OfRunAsync(run, name, cancellation).ConfigureAwait(false), actor, cancellation).ConfigureAwait(false);

    /// <summary>Makes a model the one that answers where none is named, of its task.</summary>
    /// <exception cref="ClinicException">It is retired.</exception>
    public Task<RegisteredModel> SetDefaultAsync(long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
            var model = await GetAsync(session, id).ConfigureAwait(false);
            if (model.IsRetired) throw new ClinicException($"model/{id} is retired and answers no more; put it back into service first.");
            await session.ExecuteAsync("UPDATE models SET is_default = 0, row_version = row_version + 1 WHERE task = @task AND is_default = 1", new { task = model.Task.ToString() }).ConfigureAwait(false);
            await session.ExecuteAsync("UPDATE models SET is_default = 1, row_version = row_version + 1 WHERE id = @id", new { id }).ConfigureAwait(false);
            session.Note(actor, "model.default", $"model/{id}", model.Task.ToString());
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Takes a model out of service; its findings stay. If it was the default, its task has none until one is chosen, registered or put back.</summary>
    public Task<RegisteredModel> RetireAsync(long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            await GetAsync(session, id).ConfigureAwait(false);
            await session.ExecuteAsync("UPDATE models SET is_retired = 1, is_default = 0, row_version = row_version + 1 WHERE id = @id", new { id }).ConfigureAwait(false);
            session.Note(actor, "model.retired", $"model/{id}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Puts a model back into service; where its task has no default, as that.</summary>
    public Task<RegisteredModel> RestoreAsync(long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
            var task = (await GetAsync(session, id).ConfigureAwait(false)).Task.ToString();
            var isFirst = await HasNoDefaultAsync(session, task).ConfigureAwait(false) ? 1L : 0L;
            await session.ExecuteAsync("UPDATE models SET is_retired = 0, is_default = CASE WHEN @isFirst = 1 THEN 1 ELSE is_default END, row_version = row_version + 1 WHERE id = @id", new { id, isFirst }).ConfigureAwait(false);
            session.Note(actor, "model.restored", $"model/{id}");
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>A model.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<RegisteredModel> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>The model of a name and version; null where none is registered.</summary>
    public Task<RegisteredModel?> FindAsync(string name, string version, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.FirstAsync<RegisteredModel>($"SELECT {Columns} FROM models WHERE name = @name AND version = @version", new { name, version }), cancellation);

    /// <summary>The model that answers where none is named; null where none of this task is registered.</summary>
    public Task<RegisteredModel?> DefaultAsync(RecipeTask task, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.FirstAsync<RegisteredModel>($"SELECT {Columns} FROM models WHERE task = @task AND is_default = 1", new { task = task.ToString() }), cancellation);

    /// <summary>All models, the newest first.</summary>
    public Task<IReadOnlyList<RegisteredModel>> ListAsync(bool withRetired = false, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<RegisteredModel>($"SELECT {Columns} FROM models {(withRetired ? "" : "WHERE is_retired = 0")} ORDER BY id DESC"), cancellation);

    internal static async Task<RegisteredModel> RegisterAsync(Session session, ModelEntry entry, string actor)
    {
        if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
        var isFirst = await HasNoDefaultAsync(session, entry.Task.ToString()).ConfigureAwait(false);
        var (name, version) = (FieldRules.Text(entry.Name, "the model's name", 100), FieldRules.Text(entry.Version, "the model's version", 64));
        var id = await session.InsertAsync(
            """
            INSERT INTO models (name, version, recipe, task, run_folder, weights_sha256, metrics_json, is_default, is_validated, registered_at)
            VALUES (@name, @version, @Recipe, @task, @RunFolder, @WeightsSha256, @MetricsJson, @isDefault, @isValidated, @Now)
            ON CONFLICT (name, version) DO UPDATE SET run_folder = excluded.run_folder, weights_sha256 = excluded.weights_sha256,
                metrics_json = excluded.metrics_json, is_validated = excluded.is_validated, row_version = models.row_version + 1
            RETURNING id
            """,
            new
            {
                name,
                version,
                entry.Recipe,
                task = entry.Task.ToString(),
                entry.RunFolder,
                entry.WeightsSha256,
                entry.MetricsJson,
                isDefault = isFirst ? 1L : 0L,
                isValidated = entry.IsValidated ? 1L : 0L,
                session.Now,
            }).ConfigureAwait(false);
        session.Note(actor, "model.registered", $"model/{id}", $"{name} {version}");
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    private static async Task<bool> HasNoDefaultAsync(Session session, string task) =>
        await session.FirstAsync<long>("SELECT COUNT(*) FROM models WHERE task = @task AND is_default = 1", new { task }).ConfigureAwait(false) == 0;

    internal static async Task<RegisteredModel> GetAsync(Session session, long id) =>
        await session.FirstAsync<RegisteredModel>($"SELECT {Columns} FROM models WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"model/{id}");
}
