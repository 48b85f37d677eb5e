using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Tests;

/// <summary>Fresh databases of both kinds for the tests.</summary>
public sealed class Databases : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private PostgresCluster? _cluster;
    private int _made;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>A new, empty clinic.</summary>
    internal async Task<TestClinic> CreateAsync(DatabaseKind kind)
    {
        var folder = _folder.File($"clinic{++_made}");
        Directory.CreateDirectory(folder);
        return await TestClinic.OpenAsync(await ConnectionAsync(kind, folder), folder);
    }

    /// <summary>A connection to a new, empty database.</summary>
    internal async Task<string> ConnectionAsync(DatabaseKind kind, string folder) =>
        kind == DatabaseKind.Sqlite ? Path.Combine(folder, "clinic.db") : await (await ClusterAsync()).CreateAsync();

    internal async Task<PostgresCluster> ClusterAsync() => _cluster ??= await PostgresCluster.StartAsync();

    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Test classes that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class DatabaseCollection : ICollectionFixture<Databases>
{
    public const string Name = "databases";
}

/// <summary>Both kinds of database, for theories.</summary>
public sealed class BothDatabases : TheoryData<DatabaseKind>
{
    public BothDatabases()
    {
        Add(DatabaseKind.Sqlite);
        Add(DatabaseKind.PostgreSql);
    }
}
