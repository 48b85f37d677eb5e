using Lucarne.Clinic;
using Lucarne.Clinic.FollowUp;
using Lucarne.Clinic.Jobs;
using Lucarne.Clinic.Patients;
using Lucarne.Clinic.Users;
using Lucarne.Learning.Recipes;
using Lucarne.Server.Models;
using Lucarne.Server.Predict;
using Lucarne.Server.Security;
using Lucarne.Server.Studies;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Lucarne.Server.Demo;

/// <summary>
/// Fills a fresh clinic with patients that do not exist: drawn pictures, read as if a doctor had dropped them, two patients with earlier
/// studies, one with a course of creatinine, and drawn scans, which go to the workers as any scan does. Prints accounts to sign in with. A clinic that has accounts already is left alone.
/// </summary>
internal sealed partial class DemoClinic(
    ServerOptions options, ClinicDatabase clinic, ModelCatalogue catalogue, StudyIntake intake, Passwords passwords, IServer server, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DemoClinic> log)
    : BackgroundService
{
    private const string Actor = "demo";
    private const string Password = "lucarne-demo";
    private static readonly (string Name, string Display, Role Role)[] Accounts =
        [("doctor", "Dr Ada Martin", Role.Doctor), ("reader", "Léo Petit", Role.Reader), ("scientist", "Noor Haddad", Role.DataScientist), ("admin", "Camille Roy", Role.Administrator)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.DemoPictures is not { } folder) return;
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;
        if (await clinic.Users.CountAsync(stoppingToken) == 0)
        {
            foreach (var (name, display, role) in Accounts)
                await clinic.Users.AddAsync(new UserEntry { SignInName = name, DisplayName = display, Role = role, PasswordHash = passwords.Hash(Password) }, Actor, stoppingToken);
            await FillAsync(folder, stoppingToken);
        }

        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        var names = string.Join(", ", Accounts.Select(account => account.Name));
        Ready(log, address, names, Password);
    }

    private async Task FillAsync(string folder, CancellationToken cancellation)
    {
        var byPatient = Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetFileNameWithoutExtension(file).Split('-')[0]).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        for (var i = 0; i < byPatient.Count; i++)
        {
            var patient = await clinic.Patients.AddAsync(PatientOf(i), Actor, cancellation);
            var files = byPatient[i].Order(StringComparer.Ordinal).ToList();
            if (i < 2 && files.Count > 1) await TakeAsync(files[1], patient, Today.AddMonths(-7 + i), cancellation);
            await TakeAsync(files[0], patient, Today.AddDays(-i), cancellation);
        }

        await MeasureAsync(1, cancellation);
        await SendScansAsync(Path.Combine(folder, ServerOptions.DemoScans), cancellation);
    }

    private async Task SendScansAsync(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder)) return;
        // An import asks the model that is registered then.
        if (catalogue.Everything.FirstOrDefault(model => model.Recipe.Task == RecipeTask.Segmentation) is { } drawer)
            await clinic.Models.RegisterRunAsync(drawer.Folder, drawer.Name, Actor, cancellation);
        foreach (var path in Directory.EnumerateFiles(folder, "*.zip").Order(StringComparer.Ordinal))
        {
            await using var content = File.OpenRead(path);
            var stored = await clinic.Files.PutAsync(content, "application/zip", cancellation: cancellation);
            await clinic.Jobs.AddAsync(new ImportPayload { FileName = Path.GetFileName(path) }.ToJob(stored.Sha256), Actor, cancellation);
        }
    }

    private static PatientEntry PatientOf(int index) => new()
    {
        RecordNumber = $"DEMO-{index + 1:000}",
        Sex = index % 2 == 0 ? Sex.Female : Sex.Male,
        AgeYears = 3 + (index * 5 % 13),
        HeightCm = 95 + (6 * (index * 5 % 13)),
        WeightKg = 14 + (3 * (index * 5 % 13)),
        IsDeidentified = true,
    };

    private async Task TakeAsync(string file, Patient patient, DateOnly day, CancellationToken cancellation)
    {
        if (catalogue.Default is not { } model) return;
        var picture = new UploadedPicture(Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellation));
        await intake.TakeAsync(picture, model, patient.RecordNumber, Actor, cancellation, day);
    }

    /// <summary>A course of creatinine that rises, so that the chart has something to show.</summary>
    private async Task MeasureAsync(long patientId, CancellationToken cancellation)
    {
        double[] creatinine = [0.45, 0.52, 0.61, 0.58, 0.74];
        for (var i = 0; i < creatinine.Length; i++)
            await clinic.Measurements.AddAsync(new MeasurementEntry { PatientId = patientId, MeasuredOn = Today.AddMonths(-2 * (creatinine.Length - 1 - i)), CreatinineMgDl = creatinine[i], HeightCm = 93 + i }, Actor, cancellation);
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    [LoggerMessage(Level = LogLevel.Information, Message = "The demonstration is ready at {Address}: sign in as {Accounts}, each with the password {Password}. These patients are drawn, not real.")]
    private static partial void Ready(ILogger log, string address, string accounts, string password);
}
