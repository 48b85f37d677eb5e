using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Storage;
using Lucarne.Clinic.Studies;

namespace Lucarne.Clinic.Decisions;

/// <summary>What doctors decided.</summary>
public sealed class DecisionStore
{
    private const string Columns = "id, study_id, finding_id, kind, corrected_class, comment, decided_by, decided_at";

    private readonly Connections _connections;

    private readonly AdviceRevision _advice;

    internal DecisionStore(Connections connections, AdviceRevision advice) => (_connections, _advice) = (connections, advice);

    /// <summary>Writes down what a doctor decides. Agreeing, correcting and signing raise the study's version, so that two doctors cannot
    /// sign the same study, and none signs what has changed since it was opened.</summary>
    /// <param name="entry">The decision.</param>
    /// <param name="actor">Which doctor.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StaleVersionException">The study has changed since it was opened.</exception>
    /// <exception cref="ClinicException">The study is signed already, or the decision lacks something.</exception>
    public async Task<Decision> AddAsync(DecisionEntry entry, string actor, CancellationToken cancellation = default) =>
        (await AddAsync([entry], actor, cancellation).ConfigureAwait(false))[0];

    /// <summary>Writes down decisions that belong together, such as a correction and its signature: all of them or none.</summary>
    /// <param name="entries">In their order; each that raises the study's version names the version that the one before left.</param>
    /// <param name="actor">Which doctor.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StaleVersionException">The study has changed since it was opened.</exception>
    /// <exception cref="ClinicException">The study is signed already, or a decision lacks something.</exception>
    public Task<IReadOnlyList<Decision>> AddAsync(IReadOnlyList<DecisionEntry> entries, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return _connections.WriteAsync(async session =>
        {
            var written = new List<Decision>();
            foreach (var entry in entries)
            {
                written.Add(await AddAsync(session, entry, actor).ConfigureAwait(false));
                // Before the signature, which may come with it: what is signed says what follows from the doctor's word.
                if (entry.Kind is DecisionKind.Corrects or DecisionKind.Agrees) await _advice.FromStudyAsync(session, entry.StudyId, actor).ConfigureAwait(false);
            }

            return (IReadOnlyList<Decision>)written;
        }, cancellation);
    }

    /// <summary>The decisions of a study, in their order.</summary>
    public Task<IReadOnlyList<Decision>> OfStudyAsync(long studyId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<Decision>($"SELECT {Columns} FROM decisions WHERE study_id = @studyId ORDER BY id", new { studyId }), cancellation);

    /// <summary>The decisions of all of a patient's studies, in their order.</summary>
    public Task<IReadOnlyList<Decision>> OfPatientAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<Decision>(
            $"SELECT {Columns} FROM decisions WHERE study_id IN (SELECT id FROM studies WHERE patient_id = @patientId) ORDER BY id", new { patientId }), cancellation);

    /// <summary>How often doctors agreed with a model, by month; of each finding the last judgement counts.</summary>
    public Task<IReadOnlyList<MonthlyAgreement>> AgreementAsync(long modelId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<MonthlyAgreement>(
            """
            SELECT SUBSTR(d.decided_at, 1, 7) AS month,
                SUM(CASE WHEN d.kind = 'Agrees' THEN 1 ELSE 0 END) AS agreed,
                SUM(CASE WHEN d.kind = 'Corrects' THEN 1 ELSE 0 END) AS corrected
            FROM decisions d JOIN findings f ON f.id = d.finding_id
            WHERE f.model_id = @modelId
                AND d.id IN (SELECT MAX(id) FROM decisions WHERE kind IN ('Agrees', 'Corrects') AND finding_id IS NOT NULL GROUP BY finding_id)
            GROUP BY SUBSTR(d.decided_at, 1, 7) ORDER BY 1
            """, new { modelId }), cancellation);

    /// <summary>The class that a doctor gave a finding instead of the model's; null where none did, or where one agreed after all.</summary>
    internal static async Task<string?> ClassSaidAsync(Session session, long findingId) =>
        await session.FirstAsync<Decision>($"SELECT {Columns} FROM decisions WHERE finding_id = @findingId AND kind IN ('Corrects', 'Agrees') ORDER BY id DESC LIMIT 1", new { findingId }).ConfigureAwait(false)
            is { Kind: DecisionKind.Corrects, CorrectedClass: { } name } ? name : null;

    internal static async Task<Decision> AddAsync(Session session, DecisionEntry entry, string actor)
    {
        var fields = Checked(entry);
        if (fields.FindingId is { } finding) await RefuseForeignAsync(session, fields.StudyId, finding).ConfigureAwait(false);
        if (fields.Kind == DecisionKind.Comments) await StudyStore.GetAsync(session, fields.StudyId).ConfigureAwait(false);
        else await ChangeStudyAsync(session, fields, actor).ConfigureAwait(false);
        var id = await session.InsertAsync(
            """
            INSERT INTO decisions (study_id, finding_id, kind, corrected_class, comment, decided_by, decided_at)
            VALUES (@StudyId, @FindingId, @kind, @CorrectedClass, @Comment, @actor, @Now)
            RETURNING id
            """,
            new { fields.StudyId, fields.FindingId, kind = fields.Kind.ToString(), fields.CorrectedClass, fields.Comment, actor, session.Now }).ConfigureAwait(false);
        session.Note(actor, Action(fields.Kind), $"study/{fields.StudyId}", fields.FindingId is { } about ? $"decision/{id} finding/{about}" : $"decision/{id}");
        return (await session.FirstAsync<Decision>($"SELECT {Columns} FROM decisions WHERE id = @id", new { id }).ConfigureAwait(false))!;
    }

    private static DecisionEntry Checked(DecisionEntry entry)
    {
        var fields = entry with
        {
            CorrectedClass = FieldRules.Optional(entry.CorrectedClass, "the corrected class", 200),
            Comment = FieldRules.Optional(entry.Comment, "the comment", 10_000),
        };
        return fields switch
        {
            { Kind: DecisionKind.Comments, Comment: null } => throw new ClinicException("the comment is empty; write what there is to say."),
            { Kind: DecisionKind.Agrees or DecisionKind.Corrects, FindingId: null } => throw new ClinicException("the decision names no finding; say which one it is about."),
            { Kind: DecisionKind.Corrects, CorrectedClass: null, Comment: null } => throw new ClinicException("the correction says nothing; give the class it is instead, or write what is wrong."),
            { Kind: not DecisionKind.Comments, StudyVersion: null } => throw new ClinicException("the decision does not say which version of the study it was taken on; open the study again and decide then."),
            _ => fields,
        };
    }

    private static async Task ChangeStudyAsync(Session session, DecisionEntry fields, string actor)
    {
        // The row's lock, where there is one, keeps the refusal and the change on the same state.
        await session.FirstAsync<long?>($"SELECT id FROM studies WHERE id = @StudyId {session.Dialect.ForUpdate}", new { fields.StudyId }).ConfigureAwait(false);
        await StudyStore.RefuseSignedAsync(session, fields.StudyId).ConfigureAwait(false);
        var signs = fields.Kind == DecisionKind.Signs;
        await session.ChangeAsync("studies", fields.StudyId, fields.StudyVersion!.Value, $"study/{fields.StudyId}",
            """
            UPDATE studies SET status = @status, signed_by = @signedBy, signed_at = @signedAt, assigned_to = COALESCE(assigned_to, @actor),
                changed_by = @actor, changed_at = @Now, version = version + 1
            WHERE id = @StudyId AND version = @version
            """,
            new
            {
                fields.StudyId,
                version = fields.StudyVersion.Value,
                status = (signs ? StudyStatus.Signed : StudyStatus.InProgress).ToString(),
                signedBy = signs ? actor : null,
                signedAt = signs ? session.Now : (DateTimeOffset?)null,
                actor,
                session.Now,
            }).ConfigureAwait(false);
    }

    private static async Task RefuseForeignAsync(Session session, long studyId, long findingId)
    {
        var owner = await session.FirstAsync<long?>("SELECT study_id FROM findings WHERE id = @findingId", new { findingId }).ConfigureAwait(false)
            ?? throw new MissingException($"finding/{findingId}");
        if (owner != studyId) throw new ClinicException($"finding/{findingId} belongs to another study than study/{studyId}; decide on it there.");
    }

    private static string Action(DecisionKind kind) => kind switch
    {
        DecisionKind.Agrees => "study.agreed",
        DecisionKind.Corrects => "study.corrected",
        DecisionKind.Comments => "study.commented",
        _ => "study.signed",
    };
}
