using Lucarne.Clinic.Audit;
using Lucarne.Clinic.Decisions;
using Lucarne.Clinic.Files;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Models;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Readings;
using Lucarne.Clinic.Requests;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;
using Lucarne.Clinic.Uploads;
using Lucarne.Clinic.Users;
using Lucarne.Clinic.Worklist;

namespace Lucarne.Clinic;

/// <summary>
/// All that a clinic keeps: rows in SQLite or PostgreSQL, files beside them. Safe for several threads and several processes at once. What a
/// method has returned is on the disk, and each change is in the audit trail with it.
/// </summary>
public sealed class ClinicDatabase : IAsyncDisposable
{
    private readonly Connections _connections;

    private ClinicDatabase(Connections connections, string filesFolder)
    {
        _connections = connections;
        Files = new FileStore(connections, filesFolder);
        Advice = new AdviceRevision(Files);
        Patients = new PatientStore(connections, Advice);
        Studies = new StudyStore(connections, Advice);
        Findings = new FindingStore(connections);
        Decisions = new DecisionStore(connections, Advice);
        Corrections = new CorrectionStore(connections);
        FollowUps = new FollowUpStore(connections);
        Measurements = new MeasurementStore(connections);
        Users = new UserStore(connections);
        Sessions = new SessionStore(connections);
        ApiKeys = new ApiKeyStore(connections);
        Models = new ModelStore(connections);
        Jobs = new JobStore(connections);
        Queue = new JobQueue(connections);
        Worklist = new WorklistReader(connections);
        Idempotency = new IdempotencyStore(connections);
        Audit = new AuditTrail(connections);
        Intake = new PictureIntake(this);
        Uploads = new UploadStore(connections, Files);
    }

    /// <summary>Which database it is.</summary>
    public DatabaseKind Kind => _connections.Dialect.Kind;

    /// <summary>Files by content.</summary>
    public FileStore Files { get; }

    /// <summary>Patients.</summary>
    public PatientStore Patients { get; }

    /// <summary>Studies and their images.</summary>
    public StudyStore Studies { get; }

    /// <summary>What models said, and what follows from it.</summary>
    public FindingStore Findings { get; }

    /// <summary>What doctors decided.</summary>
    public DecisionStore Decisions { get; }

    /// <summary>What doctors drew in place of networks.</summary>
    public CorrectionStore Corrections { get; }

    /// <summary>What is to be done.</summary>
    public FollowUpStore FollowUps { get; }

    /// <summary>Creatinine, height, weight.</summary>
    public MeasurementStore Measurements { get; }

    /// <summary>Who may sign in.</summary>
    public UserStore Users { get; }

    /// <summary>Who is signed in.</summary>
    public SessionStore Sessions { get; }

    /// <summary>Which programs may ask.</summary>
    public ApiKeyStore ApiKeys { get; }

    /// <summary>Models that are served.</summary>
    public ModelStore Models { get; }

    /// <summary>Work for the workers.</summary>
    public JobStore Jobs { get; }

    /// <summary>The studies that doctors work through.</summary>
    public WorklistReader Worklist { get; }

    /// <summary>Answers by the keys of requests.</summary>
    public IdempotencyStore Idempotency { get; }

    /// <summary>Who did what.</summary>
    public AuditTrail Audit { get; }

    /// <summary>Takes in pictures that were read at once.</summary>
    public PictureIntake Intake { get; }

    /// <summary>Large files on their way in.</summary>
    public UploadStore Uploads { get; }

    internal Connections Connections => _connections;

    internal JobQueue Queue { get; }

    internal AdviceRevision Advice { get; }

    /// <summary>Opens a clinic's database; makes it where there is none, and brings an older one up to date.</summary>
    /// <param name="connection">The path of an SQLite file, <c>Data Source=…</c>, <c>Host=…;Database=…</c> or <c>postgresql://…</c>.</param>
    /// <param name="filesFolder">The folder for files; it is made where there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ClinicException">It cannot be opened, or belongs to a later version of Lucarne.</exception>
    public static async Task<ClinicDatabase> OpenAsync(string connection, string filesFolder, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filesFolder);
        ArgumentNullException.ThrowIfNull(time);
        ColumnForms.Register();
        SystemSqlite.Register();
        var connections = new Connections(connection, time);
        try
        {
            await connections.WriteAsync(Migrations.ApplyAsync, cancellation).ConfigureAwait(false);
            var database = new ClinicDatabase(connections, filesFolder);
            await new FileSweep(connections, database.Files).RecoverAsync(cancellation).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await connections.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connections.DisposeAsync();
}
