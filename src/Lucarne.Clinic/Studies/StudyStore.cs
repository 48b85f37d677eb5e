using Lucarne.Clinic.Findings;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;
using Lucarne.Learning.Recipes;

namespace Lucarne.Clinic.Studies;

/// <summary>Studies and their images.</summary>
public sealed class StudyStore
{
    internal const string Columns = "id, patient_id, study_uid, study_date, modality, description, urgency, status, assigned_to, signed_by, signed_at, created_at, changed_by, changed_at, version";
    private const string ImageColumns = "id, study_id, kind, file_sha256, preview_sha256, volume_sha256, file_name, description, series_uid, width, height, slices, created_at";

    private readonly Connections _connections;

    private readonly AdviceRevision _advice;

    internal StudyStore(Connections connections, AdviceRevision advice) => (_connections, _advice) = (connections, advice);

    /// <summary>Adds a study.</summary>
    /// <exception cref="ClinicException">A field cannot be right, or the StudyInstanceUID is there already.</exception>
    public async Task<Study> AddAsync(StudyEntry entry, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return await _connections.WriteAsync(async session =>
        {
            if (entry.StudyUid is { } uid && await FindAsync(session, uid).ConfigureAwait(false) is { } other)
                throw new ClinicException($"this StudyInstanceUID is in the database already, as study/{other.Id}; add the images to that study.");
            return await AddAsync(session, entry, actor).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Adds an image to a study.</summary>
    public Task<StudyImage> AddImageAsync(ImageEntry entry, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(session => AddImageAsync(session, entry, actor), cancellation);

    /// <summary>A study.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<Study> GetAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => GetAsync(session, id), cancellation);

    /// <summary>The study with a StudyInstanceUID, if there is one.</summary>
    public Task<Study?> FindAsync(string studyUid, CancellationToken cancellation = default) => _connections.ReadAsync(session => FindAsync(session, studyUid), cancellation);

    /// <summary>A patient's studies, the latest examination first.</summary>
    public Task<IReadOnlyList<Study>> OfPatientAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => OfPatientAsync(session, patientId), cancellation);

    /// <summary>The images of a study, in the order in which they came.</summary>
    public Task<IReadOnlyList<StudyImage>> ImagesAsync(long studyId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => session.QueryAsync<StudyImage>($"SELECT {ImageColumns} FROM images WHERE study_id = @studyId ORDER BY id", new { studyId }), cancellation);

    /// <summary>An image.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public Task<StudyImage> ImageAsync(long id, CancellationToken cancellation = default) => _connections.ReadAsync(session => ImageAsync(session, id), cancellation);

    /// <summary>Gives a study to a doctor, or back to those who wait.</summary>
    /// <param name="id">Which.</param>
    /// <param name="doctor">The doctor's sign-in name; null puts it back to waiting.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StaleVersionException">Somebody else was quicker.</exception>
    /// <exception cref="ClinicException">It is signed.</exception>
    public Task<Study> AssignAsync(long id, string? doctor, long version, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            await RefuseSignedAsync(session, id).ConfigureAwait(false);
            await session.ChangeAsync("studies", id, version, $"study/{id}",
                """
                UPDATE studies SET assigned_to = @doctor, status = @status, changed_by = @actor, changed_at = @Now, version = version + 1
                WHERE id = @id AND version = @version
                """,
                new { id, version, doctor, actor, session.Now, status = (doctor is null ? StudyStatus.Waiting : StudyStatus.InProgress).ToString() }).ConfigureAwait(false);
            session.Note(actor, doctor is null ? "study.returned" : "study.assigned", $"study/{id}", doctor);
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Says how soon a person must look at a study.</summary>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    /// <exception cref="ClinicException">It is signed.</exception>
    public Task<Study> SetUrgencyAsync(long id, Urgency urgency, long version, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            await RefuseSignedAsync(session, id).ConfigureAwait(false);
            await session.ChangeAsync("studies", id, version, $"study/{id}",
                "UPDATE studies SET urgency = @urgency, changed_by = @actor, changed_at = @Now, version = version + 1 WHERE id = @id AND version = @version",
                new { id, version, urgency = (long)urgency, actor, session.Now }).ConfigureAwait(false);
            session.Note(actor, "study.urgency", $"study/{id}", urgency.ToString());
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Puts a study that was filed under a wrong number, with the tasks it led to, into another patient's record; the record is made where there is none yet.
    /// What is recommended is made anew for the other patient, and in both records for the studies that come after this one.</summary>
    /// <param name="id">Which.</param>
    /// <param name="recordNumber">The right patient's.</param>
    /// <param name="version">The version that was read.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StaleVersionException">Somebody else changed it.</exception>
    /// <exception cref="ClinicException">It is signed, for a signature is for a patient; or it lies in that record already.</exception>
    public Task<Study> RefileAsync(long id, string recordNumber, long version, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            var from = (await RefuseSignedAsync(session, id).ConfigureAwait(false)).PatientId;
            var there = await PatientStore.GetAsync(session, from).ConfigureAwait(false);
            var patient = await PatientStore.FindOrAddAsync(session, new PatientEntry { RecordNumber = recordNumber, IsDeidentified = there.IsDeidentified }, actor).ConfigureAwait(false);
            if (patient.Id == from) throw new ClinicException("the study lies in this record already.");
            await session.ChangeAsync("studies", id, version, $"study/{id}",
                "UPDATE studies SET patient_id = @to, changed_by = @actor, changed_at = @Now, version = version + 1 WHERE id = @id AND version = @version",
                new { id, version, to = patient.Id, actor, session.Now }).ConfigureAwait(false);
            await session.ExecuteAsync("UPDATE tasks SET patient_id = @to, version = version + 1 WHERE study_id = @id", new { id, to = patient.Id }).ConfigureAwait(false);
            await RenewSearchTextAsync(session, patient.Id).ConfigureAwait(false);
            session.Note(actor, "study.refiled", $"study/{id}", $"from patient/{from} to patient/{patient.Id}");
            var study = await GetAsync(session, id).ConfigureAwait(false);
            await _advice.FromStudyAsync(session, study, from, actor).ConfigureAwait(false);
            await _advice.FromStudyAsync(session, study, patient.Id, actor).ConfigureAwait(false);
            return await GetAsync(session, id).ConfigureAwait(false);
        }, cancellation);

    internal static async Task<Study> GetAsync(Session session, long id) =>
        await session.FirstAsync<Study>($"SELECT {Columns} FROM studies WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"study/{id}");

    internal static Task<IReadOnlyList<Study>> OfPatientAsync(Session session, long patientId) => session.QueryAsync<Study>(
        $"SELECT {Columns} FROM studies WHERE patient_id = @patientId ORDER BY COALESCE(study_date, created_at) DESC, id DESC", new { patientId });

    internal static Task<Study?> FindAsync(Session session, string studyUid) =>
        session.FirstAsync<Study>($"SELECT {Columns} FROM studies WHERE study_uid = @studyUid", new { studyUid });

    internal static async Task<StudyImage> ImageAsync(Session session, long id) =>
        await session.FirstAsync<StudyImage>($"SELECT {ImageColumns} FROM images WHERE id = @id", new { id }).ConfigureAwait(false) ?? throw new MissingException($"image/{id}");

    internal static async Task<Study> AddAsync(Session session, StudyEntry entry, string actor)
    {
        var patient = await PatientStore.GetAsync(session, entry.PatientId).ConfigureAwait(false);
        var modality = FieldRules.Text(entry.Modality, "the modality", 16);
        var description = FieldRules.Optional(entry.Description, "the study's description", 200) ?? "";
        var id = await session.InsertAsync(
            """
            INSERT INTO studies (patient_id, study_uid, study_date, modality, description, urgency, status, search_text, created_at, changed_by, changed_at)
            VALUES (@PatientId, @uid, @StudyDate, @modality, @description, @urgency, @status, @search, @Now, @actor, @Now)
            RETURNING id
            """,
            new
            {
                entry.PatientId,
                uid = FieldRules.Optional(entry.StudyUid, "the StudyInstanceUID", 64),
                entry.StudyDate,
                modality,
                description,
                urgency = (long)entry.Urgency,
                status = nameof(StudyStatus.Waiting),
                search = SearchText.Of(patient.RecordNumber, patient.Name, modality, description),
                session.Now,
                actor,
            }).ConfigureAwait(false);
        session.Note(actor, "study.added", $"study/{id}");
        return await GetAsync(session, id).ConfigureAwait(false);
    }

    internal static async Task<StudyImage> AddImageAsync(Session session, ImageEntry entry, string actor)
    {
        // The same file in the same study is the same image: an import that runs again adds nothing.
        var existing = await session.FirstAsync<StudyImage>(
            $"SELECT {ImageColumns} FROM images WHERE study_id = @StudyId AND file_sha256 = @FileSha256 AND series_uid = @SeriesUid", entry).ConfigureAwait(false);
        if (existing is not null)
        {
            // One that an earlier version of Lucarne took in has no volume to be looked at yet.
            await session.ExecuteAsync("UPDATE images SET volume_sha256 = @VolumeSha256 WHERE id = @Id AND volume_sha256 IS NULL", new { existing.Id, entry.VolumeSha256 }).ConfigureAwait(false);
            return await ImageAsync(session, existing.Id).ConfigureAwait(false);
        }

        var id = await session.InsertAsync(
            """
            INSERT INTO images (study_id, kind, file_sha256, preview_sha256, volume_sha256, file_name, description, series_uid, width, height, slices, created_at)
            VALUES (@StudyId, @kind, @FileSha256, @PreviewSha256, @VolumeSha256, @name, @description, @SeriesUid, @Width, @Height, @Slices, @Now)
            RETURNING id
            """,
            new
            {
                entry.StudyId,
                kind = entry.Kind.ToString(),
                entry.FileSha256,
                entry.PreviewSha256,
                entry.VolumeSha256,
                name = FieldRules.Text(entry.FileName, "the file's name", 255),
                description = FieldRules.Optional(entry.Description, "the image's description", 200) ?? "",
                entry.SeriesUid,
                entry.Width,
                entry.Height,
                entry.Slices,
                session.Now,
            }).ConfigureAwait(false);
        session.Note(actor, "image.added", $"image/{id}", $"study/{entry.StudyId}");
        return await ImageAsync(session, id).ConfigureAwait(false);
    }

    /// <exception cref="ClinicException">The study is signed.</exception>
    internal static async Task<Study> RefuseSignedAsync(Session session, long id)
    {
        var study = await GetAsync(session, id).ConfigureAwait(false);
        return study.Status != StudyStatus.Signed
            ? study
            : throw new ClinicException($"study/{id} was signed by {study.SignedBy} at {study.SignedAt:yyyy-MM-dd HH:mm} UTC and is not changed any more; add a comment instead.");
    }

    internal static async Task RenewSearchTextAsync(Session session, long patientId)
    {
        var patient = await PatientStore.GetAsync(session, patientId).ConfigureAwait(false);
        foreach (var study in await session.QueryAsync<Study>($"SELECT {Columns} FROM studies WHERE patient_id = @patientId", new { patientId }).ConfigureAwait(false))
        {
            await session.ExecuteAsync("UPDATE studies SET search_text = @text WHERE id = @Id",
                new { study.Id, text = SearchText.Of(patient.RecordNumber, patient.Name, study.Modality, study.Description) }).ConfigureAwait(false);
        }
    }
}
