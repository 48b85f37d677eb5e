using System.Data.Common;
using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.Patients;

/// <summary>Patients.</summary>
public sealed class PatientStore
{
    private const string Columns = "id, record_number, name, sex, birth_date, age_years, weight_kg, height_cm, is_deidentified, created_at, version";
    private const int MostRows = 500;

    private readonly Connections _connections;

    private readonly AdviceRevision _advice;

    internal PatientStore(Connections connections, AdviceRevision advice) => (_connections, _advice) = (connections, advice);

    /// <summary>Adds a patient.</summary>
    /// <exception cref="ClinicException">A field cannot be right, or the record number is there already.</exception>
    public async Task<Patient> AddAsync(PatientEntry entry, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var fields = entry.Checked(Today);
        try
        {
            return await _connections.WriteAsync(session => AddAsync(session, fields, actor), cancellation).ConfigureAwait(false);
        }
        catch (DbException error) when (Dialect.IsDuplicate(error))
        {
            throw new ClinicException("a patient with this record number is in the database already; look for it instead of adding it again.", error);
        }
    }

    /// <summary>Changes a patient. Where the age changes, what is recommended is made anew.</summary>
    /// <param name="id">Which.</param>
    /// <param name="entry">All fields as they shall be.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    public async Task<Patient> ChangeAsync(long id, PatientEntry entry, long version, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var fields = entry.Checked(Today);
        try
        {
            return await _connections.WriteAsync(async session =>
            {
                var before = await GetAsync(session, id).ConfigureAwait(false);
                var after = await ChangeAsync(session, id, fields, version, actor).ConfigureAwait(false);
                if ((before.BirthDate, before.AgeYears) != (after.BirthDate, after.AgeYears)) await _advice.OfPatientAsync(session, id, actor).ConfigureAwait(false);
                return after;
            }, cancellation).ConfigureAwait(false);
        }
        catch (DbException error) when (Dialect.IsDuplicate(error))
        {
            throw new ClinicException("another patient has this record number; check it.", error);
        }
    }

    /// <summary>A patient.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<Patient> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>The patient with a record number, if there is one.</summary>
    public Task<Patient?> FindAsync(string recordNumber, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => FindAsync(session, recordNumber), cancellation);

    /// <summary>Patients, by number.</summary>
    /// <param name="text">Part of the name or record number, without regard to case and accents; null for all.</param>
    /// <param name="after">Only those with a greater number; 0 for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<Patient>> SearchAsync(string? text = null, long after = 0, int limit = 50, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<Patient>(
            $"""
            SELECT {Columns} FROM patients
            WHERE id > @after {(string.IsNullOrWhiteSpace(text) ? "" : @"AND search_text LIKE @pattern ESCAPE '\'")}
            ORDER BY id LIMIT @limit
            """,
            new { after, pattern = SearchText.Pattern(text ?? ""), limit = Math.Clamp(limit, 1, MostRows) }), cancellation);

    internal static Task<Patient?> FindAsync(Session session, string recordNumber) =>
        session.FirstAsync<Patient>($"SELECT {Columns} FROM patients WHERE record_number = @recordNumber", new { recordNumber });

    internal static async Task<Patient> GetAsync(Session session, long id) =>
        await session.FirstAsync<Patient>($"SELECT {Columns} FROM patients WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"patient/{id}");

    internal static async Task<Patient> AddAsync(Session session, PatientEntry fields, string actor)
    {
        var id = await session.InsertAsync(
            """
            INSERT INTO patients (record_number, name, sex, birth_date, age_years, weight_kg, height_cm, is_deidentified, search_text, created_at)
            VALUES (@RecordNumber, @Name, @Sex, @BirthDate, @AgeYears, @WeightKg, @HeightCm, @IsDeidentified, @SearchText, @Now)
            RETURNING id
            """, Values(fields, session.Now, 0, 0)).ConfigureAwait(false);
        session.Note(actor, "patient.added", $"patient/{id}");
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    /// <summary>The patient of a record number; added where there is none yet. Two who bring the first picture of a patient wait for each other.</summary>
    internal static async Task<Patient> FindOrAddAsync(Session session, PatientEntry entry, string actor)
    {
        var fields = entry.Checked(DateOnly.FromDateTime(session.Now.UtcDateTime));
        if (await FindAsync(session, fields.RecordNumber).ConfigureAwait(false) is { } there) return there;
        if (session.Dialect.LockOrder is { } wait) await session.ExecuteAsync(wait).ConfigureAwait(false);
        return await FindAsync(session, fields.RecordNumber).ConfigureAwait(false) ?? await AddAsync(session, fields, actor).ConfigureAwait(false);
    }

    private static async Task<Patient> ChangeAsync(Session session, long id, PatientEntry fields, long version, string actor)
    {
        await session.ChangeAsync("patients", id, version, $"patient/{id}",
            """
            UPDATE patients SET record_number = @RecordNumber, name = @Name, sex = @Sex, birth_date = @BirthDate, age_years = @AgeYears,
                weight_kg = @WeightKg, height_cm = @HeightCm, is_deidentified = @IsDeidentified, search_text = @SearchText, version = version + 1
            WHERE id = @Id AND version = @Version
            """, Values(fields, session.Now, id, version)).ConfigureAwait(false);
        await Studies.StudyStore.RenewSearchTextAsync(session, id).ConfigureAwait(false);
        session.Note(actor, "patient.changed", $"patient/{id}");
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    private static object Values(PatientEntry fields, DateTimeOffset now, long id, long version) => new
    {
        Id = id,
        Version = version,
        fields.RecordNumber,
        fields.Name,
        Sex = fields.Sex.ToString(),
        fields.BirthDate,
        fields.AgeYears,
        fields.WeightKg,
        fields.HeightCm,
        IsDeidentified = fields.IsDeidentified ? 1L : 0L,
        SearchText = SearchText.Of(fields.RecordNumber, fields.Name),
        Now = now,
    };

    private DateOnly Today => DateOnly.FromDateTime(_connections.Now.UtcDateTime);
}
