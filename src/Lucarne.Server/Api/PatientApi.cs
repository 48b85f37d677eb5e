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
    long Id, string RecordNumber, string? Name, Sex Sex, DateOnly? BirthDate, double? AgeYears, double? WeightKg, double? HeightCm, bool IsDeidentified, DateTimeOffset CreatedAt)
{
    public static PatientForm Of(Patient patient, DateOnly today) => new(
        patient.Id, patient.RecordNumber, patient.IsDeidentified ? null : patient.Name, patient.Sex, patient.IsDeidentified ? null : patient.BirthDate,
        patient.AgeYearsOn(today) is { } age ? Math.Floor(age) : null, patient.WeightKg, patient.HeightCm, patient.IsDeidentified, patient.CreatedAt);
}

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

    private static DateOnly Today(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
