using System.Security.Cryptography;
using System.Text.Json;
using Lucarne.Clinic;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Studies;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Lucarne.Server.Api;

/// <summary>A patient, as programs are told. Of one who was taken in without what identifies, neither name nor birth date.</summary>
internal sealed record PatientForm(
    long Id, string RecordNumber, string? Name, Sex Sex, DateOnly? BirthDate, double? AgeYears, double? WeightKg, double? HeightCm, bool IsDeidentified, DateTimeOffset CreatedAt, string Etag)
{
    public static PatientForm Of(Patient patient, DateOnly today) => new(
        patient.Id, patient.RecordNumber, patient.IsDeidentified ? null : patient.Name, patient.Sex, patient.IsDeidentified ? null : patient.BirthDate,
        patient.AgeYearsOn(today) is { } age ? Math.Floor(age) : null, patient.WeightKg, patient.HeightCm, patient.IsDeidentified, patient.CreatedAt, SeenVersion.Tag(patient.Version));
}

/// <summary>What a program enters of a patient.</summary>
/// <param name="RecordNumber">The hospital's number of the record.</param>
/// <param name="Name">Name.</param>
/// <param name="Sex">Sex.</param>
/// <param name="BirthDate">Birth date.</param>
/// <param name="AgeYears">Age when the record was made, where no birth date is kept.</param>
/// <param name="WeightKg">Weight.</param>
/// <param name="HeightCm">Height.</param>
internal sealed record PatientBody(string? RecordNumber, string? Name = null, Sex Sex = Sex.Unknown, DateOnly? BirthDate = null, double? AgeYears = null, double? WeightKg = null, double? HeightCm = null)
{
    public PatientEntry Entry(bool isDeidentified) => isDeidentified && (Name is not null || BirthDate is not null)
        ? throw new ClinicException("this patient was taken in without what identifies; neither name nor birth date is kept.")
        : new()
        {
            RecordNumber = RecordNumber ?? "",
            Name = Name,
            Sex = Sex,
            BirthDate = BirthDate,
            AgeYears = AgeYears,
            WeightKg = WeightKg,
            HeightCm = HeightCm,
            IsDeidentified = isDeidentified,
        };
}

/// <summary>What a program enters of a measurement.</summary>
/// <param name="MeasuredOn">The day.</param>
/// <param name="CreatinineMgDl">Serum creatinine.</param>
/// <param name="HeightCm">Height.</param>
/// <param name="WeightKg">Weight.</param>
internal sealed record MeasurementBody(DateOnly MeasuredOn, double? CreatinineMgDl = null, double? HeightCm = null, double? WeightKg = null);

/// <summary>A page of patients.</summary>
/// <param name="Patients">By number.</param>
/// <param name="Next">The address of the next page; null where this is the last.</param>
internal sealed record PatientList(IReadOnlyList<PatientForm> Patients, string? Next);

/// <summary>A patient with what the clinic has of them.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Studies">The latest examination first.</param>
/// <param name="Measurements">The oldest first.</param>
/// <param name="KidneyFunction">By the bedside Schwartz formula, the oldest first.</param>
/// <param name="Tasks">The first due first.</param>
internal sealed record PatientRecord(PatientForm Patient, IReadOnlyList<Study> Studies, IReadOnlyList<Measurement> Measurements, IReadOnlyList<KidneyPoint> KidneyFunction, IReadOnlyList<TaskForm> Tasks);

/// <summary>Patients, for programs.</summary>
internal static class PatientApi
{
    public static void MapPatientApi(this RouteGroupBuilder api)
    {
        var patients = api.MapGroup("/patients").RequireAuthorization(Access.See);
        patients.MapGet("", ListAsync).Produces<PatientList>().ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Patients by number; text is part of a name or record number, without regard to case and accents; follow next to read on.");
        patients.MapGet("/{id:long}", PatientAsync).Produces<PatientRecord>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A patient with studies, measurements, kidney function and tasks.");
        patients.MapPost("", AddAsync).RequireAuthorization(Access.Send).Guarded().Produces<PatientForm>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Enters a patient.");
        patients.MapPut("/{id:long}", ChangeAsync).RequireAuthorization(Access.Send).Guarded().Produces<PatientForm>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithSummary("Changes a patient: every field as it shall be. If-Match names the etag of the patient as it was seen; if the patient has changed since, nothing is written.");
        patients.MapPost("/{id:long}/measurements", MeasureAsync).RequireAuthorization(Access.Send).Guarded().Produces<Measurement>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("Enters a measurement: creatinine in mg/dL, height in cm, weight in kg.");
        patients.MapDelete("/{id:long}/measurements/{measurement:long}", WithdrawAsync).RequireAuthorization(Access.Decide).Guarded().Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Withdraws a measurement that was entered wrongly.");
        patients.MapGet("/{id:long}/studies", async (long id, ClinicDatabase clinic, CancellationToken cancellation) =>
            {
                await clinic.Patients.GetAsync(id, cancellation);
                return await clinic.Studies.OfPatientAsync(id, cancellation);
            })
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A patient's studies, the latest first.");
    }

    /// <summary>A page of patients.</summary>
    public static async Task<PatientList> PageAsync(ClinicDatabase clinic, TimeProvider clock, string? text, long after, int limit, CancellationToken cancellation)
    {
        // One more tells whether there is a next page.
        var found = await clinic.Patients.SearchAsync(text, after, limit + 1, cancellation);
        PatientForm[] page = [.. found.Take(limit).Select(patient => PatientForm.Of(patient, Today(clock)))];
        return new PatientList(page, found.Count > limit ? ListQuery.Next("patients", limit, ("after", page[^1].Id), ("text", text)) : null);
    }

    private static async Task<IResult> ListAsync(ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation, string? text = null, long after = 0, int limit = ListQuery.Rows) =>
        ListQuery.Wrong(limit) ?? TypedResults.Ok(await PageAsync(clinic, clock, text, after, limit, cancellation));

    private static async Task<IResult> PatientAsync(
        HttpContext context, long id, ClinicDatabase clinic, TimeProvider clock, IOptions<JsonOptions> json, [Microsoft.AspNetCore.Mvc.FromHeader(Name = "If-None-Match")] string? seen, CancellationToken cancellation)
    {
        var patient = await clinic.Patients.GetAsync(id, cancellation);
        var record = new PatientRecord(
            PatientForm.Of(patient, Today(clock)), await clinic.Studies.OfPatientAsync(id, cancellation), await clinic.Measurements.OfPatientAsync(id, cancellation),
            await clinic.Measurements.KidneyCourseAsync(id, cancellation), [.. (await clinic.FollowUps.OfPatientAsync(id, cancellation)).Select(task => TaskForm.Of(task, Today(clock)))]);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "patient.opened", $"patient/{id}", cancellation: cancellation);
        // No one number rises with all of it: the tag is of what is said.
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(record, json.Value.SerializerOptions)))[..32]}\"";
        context.Response.Headers.ETag = tag;
        return seen == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(record);
    }

    private static async Task<IResult> AddAsync(HttpContext context, PatientBody body, ClinicDatabase clinic, TimeProvider clock, CancellationToken cancellation)
    {
        var patient = await clinic.Patients.AddAsync(body.Entry(isDeidentified: false), context.User.Identity!.Name!, cancellation);
        return TypedResults.Created($"/api/v1/patients/{patient.Id}", PatientForm.Of(patient, Today(clock)));
    }

    private static Task<IResult> ChangeAsync(
        HttpContext context, long id, PatientBody body, ClinicDatabase clinic, TimeProvider clock, [Microsoft.AspNetCore.Mvc.FromHeader(Name = "If-Match")] string? seen, CancellationToken cancellation) =>
        SeenVersion.WriteAsync(seen, "patient", async version =>
        {
            var entry = body.Entry((await clinic.Patients.GetAsync(id, cancellation)).IsDeidentified);
            return PatientForm.Of(await clinic.Patients.ChangeAsync(id, entry, version, context.User.Identity!.Name!, cancellation), Today(clock));
        });

    private static async Task<IResult> WithdrawAsync(HttpContext context, long id, long measurement, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Measurements.WithdrawAsync(id, measurement, context.User.Identity!.Name!, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> MeasureAsync(HttpContext context, long id, MeasurementBody body, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var entry = new MeasurementEntry { PatientId = id, MeasuredOn = body.MeasuredOn, CreatinineMgDl = body.CreatinineMgDl, HeightCm = body.HeightCm, WeightKg = body.WeightKg };
        return TypedResults.Created($"/api/v1/patients/{id}", await clinic.Measurements.AddAsync(entry, context.User.Identity!.Name!, cancellation));
    }

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
