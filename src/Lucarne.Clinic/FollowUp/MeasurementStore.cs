using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Storage;

namespace Lucarne.Clinic.FollowUp;

/// <summary>Measurements of patients.</summary>
public sealed class MeasurementStore
{
    private const string Columns = "id, patient_id, measured_on, creatinine_mg_dl, height_cm, weight_kg, entered_by, entered_at";

    private readonly Connections _connections;

    internal MeasurementStore(Connections connections) => _connections = connections;

    /// <summary>Adds a measurement.</summary>
    /// <exception cref="ClinicException">A value cannot be right, or there is none.</exception>
    public Task<Measurement> AddAsync(MeasurementEntry entry, string actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Check(entry, DateOnly.FromDateTime(_connections.Now.UtcDateTime));
        return _connections.WriteAsync(async session =>
        {
            await PatientStore.GetAsync(session, entry.PatientId).ConfigureAwait(false);
            var id = await session.InsertAsync(
                """
                INSERT INTO measurements (patient_id, measured_on, creatinine_mg_dl, height_cm, weight_kg, entered_by, entered_at)
                VALUES (@PatientId, @MeasuredOn, @CreatinineMgDl, @HeightCm, @WeightKg, @actor, @Now)
                RETURNING id
                """,
                new { entry.PatientId, entry.MeasuredOn, entry.CreatinineMgDl, entry.HeightCm, entry.WeightKg, actor, session.Now }).ConfigureAwait(false);
            session.Note(actor, "measurement.added", $"measurement/{id}", $"patient/{entry.PatientId}");
            return (await session.FirstAsync<Measurement>($"SELECT {Columns} FROM measurements WHERE id = @id", new { id }).ConfigureAwait(false))!;
        }, cancellation);
    }

    /// <summary>Withdraws a patient's measurement that was entered wrongly. It stays in the database, and is shown and counted no more.</summary>
    /// <exception cref="MissingException">The patient has none of that number.</exception>
    public Task WithdrawAsync(long patientId, long id, string actor, CancellationToken cancellation = default) =>
        _connections.WriteAsync(async session =>
        {
            if (await session.ExecuteAsync("UPDATE measurements SET is_withdrawn = 1 WHERE id = @id AND patient_id = @patientId AND is_withdrawn = 0", new { id, patientId }).ConfigureAwait(false) == 0)
                throw new MissingException($"measurement/{id}");
            session.Note(actor, "measurement.withdrawn", $"measurement/{id}", $"patient/{patientId}");
        }, cancellation);

    /// <summary>A patient's measurements, the oldest first.</summary>
    public Task<IReadOnlyList<Measurement>> OfPatientAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(session => ListAsync(session, patientId), cancellation);

    /// <summary>A patient's kidney function over time.</summary>
    /// <exception cref="MissingException">There is no such patient.</exception>
    public Task<IReadOnlyList<KidneyPoint>> KidneyCourseAsync(long patientId, CancellationToken cancellation = default) =>
        _connections.ReadAsync(async session =>
        {
            var patient = await PatientStore.GetAsync(session, patientId).ConfigureAwait(false);
            return KidneyPoint.Course(patient, await ListAsync(session, patientId).ConfigureAwait(false));
        }, cancellation);

    private static Task<IReadOnlyList<Measurement>> ListAsync(Session session, long patientId) =>
        session.QueryAsync<Measurement>($"SELECT {Columns} FROM measurements WHERE patient_id = @patientId AND is_withdrawn = 0 ORDER BY measured_on, id", new { patientId });

    private static void Check(MeasurementEntry entry, DateOnly today)
    {
        if (entry is { CreatinineMgDl: null, HeightCm: null, WeightKg: null }) throw new ClinicException("the measurement holds no value; give creatinine, height or weight.");
        // A day ahead is still today somewhere.
        if (entry.MeasuredOn > today.AddDays(1)) throw new ClinicException($"the day of the measurement is {entry.MeasuredOn:yyyy-MM-dd}, which is yet to come; check it.");
        FieldRules.Between(entry.CreatinineMgDl, Measurement.LeastCreatinineMgDl, Measurement.MostCreatinineMgDl, "creatinine", "mg/dL (1 mg/dL is 88.4 µmol/L)");
        FieldRules.Between(entry.HeightCm, 20, 260, "the height", "cm");
        FieldRules.Between(entry.WeightKg, 0.2, 500, "the weight", "kg");
    }
}
