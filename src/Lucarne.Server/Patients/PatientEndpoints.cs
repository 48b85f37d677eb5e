using System.Globalization;
using Lucarne.Clinic;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Patients;
using Lucarne.Server.Models;
using Lucarne.Server.Pages;
using Lucarne.Server.Security;

namespace Lucarne.Server.Patients;

/// <summary>Patients, their time lines and what is to be done, as pages.</summary>
internal static class PatientEndpoints
{
    private const int PageSize = 50;

    public static void MapPatients(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/patients").ExcludeFromDescription().AddEndpointFilter<ClinicProblems>();
        pages.MapGet("", ListAsync).RequireAuthorization(Access.See);
        pages.MapGet("/{id:long}", PatientAsync).RequireAuthorization(Access.See);
        pages.MapPost("/{id:long}", ChangeAsync).RequireAuthorization(Access.Send).Guarded();
        pages.MapPost("/{id:long}/tasks", AddTaskAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/{id:long}/tasks/{task:long}", EndTaskAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/{id:long}/tasks/{task:long}/due", MoveTaskAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/{id:long}/measurements", MeasureAsync).RequireAuthorization(Access.Decide).Guarded();
        pages.MapPost("/{id:long}/measurements/{measurement:long}/withdraw", WithdrawAsync).RequireAuthorization(Access.Decide).Guarded();
    }

    private static async Task<IResult> ListAsync(HttpContext context, ClinicDatabase clinic, TimeProvider clock, string? text, long? after, CancellationToken cancellation)
    {
        var found = await clinic.Patients.SearchAsync(text, after ?? 0, PageSize, cancellation);
        return context.Page<PatientsPage>(
            ("Patients", found), ("Text", text ?? ""), ("Next", found.Count == PageSize ? found[^1].Id : null), ("Today", DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
    }

    private static async Task<IResult> PatientAsync(HttpContext context, long id, ClinicDatabase clinic, ModelCatalogue catalogue, TimeProvider clock, CancellationToken cancellation)
    {
        var view = await PatientView.LoadAsync(clinic, catalogue, clock, id, cancellation);
        await clinic.Audit.AppendAsync(context.User.Identity!.Name!, "patient.opened", $"patient/{id}", cancellation: cancellation);
        return context.Page<PatientPage>(("View", view));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var patient = await clinic.Patients.GetAsync(id, cancellation);
        // Of a patient who was taken in without what identifies, neither name nor birth date is taken.
        var (name, born) = patient.IsDeidentified ? (null, null) : (form["name"].ToString(), form["born"].ToString());
        await clinic.Patients.ChangeAsync(id, new PatientEntry
        {
            RecordNumber = patient.RecordNumber,
            Name = string.IsNullOrWhiteSpace(name) ? null : name,
            Sex = Enum.TryParse<Sex>(form["sex"], out var sex) ? sex : Sex.Unknown,
            BirthDate = string.IsNullOrWhiteSpace(born) ? null : Day(born, "the birth date"),
            AgeYears = patient.AgeYears,
            WeightKg = Number(form["weight"], "the weight"),
            HeightCm = Number(form["height"], "the height"),
            IsDeidentified = patient.IsDeidentified,
        }, Version(form), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/patients/{id}");
    }

    private static async Task<IResult> AddTaskAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        await clinic.FollowUps.AddAsync(new FollowUpEntry { PatientId = id, Text = form["text"].ToString(), DueOn = Day(form["due"], "the day until which it is to be done") }, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/patients/{id}");
    }

    private static async Task<IResult> EndTaskAsync(HttpContext context, long id, long task, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        if ((await clinic.FollowUps.GetAsync(task, cancellation)).PatientId != id) throw new MissingException($"task/{task}");
        await clinic.FollowUps.SetStatusAsync(task, FollowUpStatus.Done, Version(form), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/patients/{id}");
    }

    private static async Task<IResult> MoveTaskAsync(HttpContext context, long id, long task, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var moved = await clinic.FollowUps.GetAsync(task, cancellation);
        if (moved.PatientId != id) throw new MissingException($"task/{task}");
        await clinic.FollowUps.MoveAsync(task, Day(form["due"], "the day until which it is to be done"), moved.AssignedTo, Version(form), context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/patients/{id}");
    }

    private static async Task<IResult> WithdrawAsync(HttpContext context, long id, long measurement, ClinicDatabase clinic, CancellationToken cancellation)
    {
        await clinic.Measurements.WithdrawAsync(id, measurement, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/patients/{id}");
    }

    private static async Task<IResult> MeasureAsync(HttpContext context, long id, ClinicDatabase clinic, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        await clinic.Measurements.AddAsync(new MeasurementEntry
        {
            PatientId = id,
            MeasuredOn = Day(form["measured"], "the day of the measurement"),
            CreatinineMgDl = Number(form["creatinine"], "creatinine"),
            HeightCm = Number(form["height"], "the height"),
            WeightKg = Number(form["weight"], "the weight"),
        }, context.User.Identity!.Name!, cancellation);
        return PageAnswers.SeeOther($"/patients/{id}");
    }

    // 0 is no version of anything: the store then says that it has changed.
    private static long Version(IFormCollection form) => long.TryParse(form["version"], out var version) ? version : 0;

    private static DateOnly Day(string? text, string what) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new ClinicException($"{what} is '{text}'; expected a day such as 2026-03-01.");

    private static double? Number(string? text, string what) => string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw new ClinicException($"{what} is '{text}'; expected a number.");
}
