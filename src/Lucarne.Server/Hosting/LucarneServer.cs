using System.Text.Json;
using System.Text.Json.Serialization;
using Lucarne.Clinic;
using Lucarne.Server.Administration;
using Lucarne.Server.Api;
using Lucarne.Server.Demo;
using Lucarne.Server.Live;
using Lucarne.Server.Models;
using Lucarne.Server.Operations;
using Lucarne.Server.Patients;
using Lucarne.Server.Predict;
using Lucarne.Server.Reading;
using Lucarne.Server.Security;
using Lucarne.Server.Studies;
using Lucarne.Server.Training;
using Lucarne.Server.Uploads;
using Lucarne.Server.Working;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.FileProviders;

namespace Lucarne.Server;

/// <summary>Puts the server together.</summary>
internal static class LucarneServer
{
    /// <summary>Builds the host.</summary>
    /// <param name="options">Where it listens and what it keeps.</param>
    /// <param name="clinic">What the clinic keeps; closed with the host.</param>
    /// <param name="change">What a test replaces; null for none.</param>
    public static WebApplication Build(ServerOptions options, ClinicDatabase clinic, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(LucarneServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, options.LargestUpload + (1 << 20)));
        builder.Logging.AddLog(options);
        AddServices(builder.Services, options);
        AddSecurity(builder.Services, options);
        builder.Services.AddSingleton(_ => clinic);
        change?.Invoke(builder);
        var app = builder.Build();
        Use(app, options);
        return app;
    }

    /// <summary>Builds a host that only works: no address is opened.</summary>
    public static IHost BuildWorker(ServerOptions options, ClinicDatabase clinic)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddLog(options);
        builder.Services.AddSingleton(options).AddSingleton(clinic).AddHostedService<Workers>();
        return builder.Build();
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options).AddSingleton(TimeProvider.System).AddSingleton<ServerMetrics>().AddSingleton<ModelCatalogue>().AddSingleton<Texts>().AddSingleton<StudyIntake>().AddSingleton<StudyPrinting>().AddSingleton<PictureRouting>().AddSingleton<EventStreams>().AddSingleton<DataFolders>().AddSingleton<Trials>();
        services.AddSingleton<ReadingRoom>().AddHostedService(provider => provider.GetRequiredService<ReadingRoom>()).AddHostedService<ModelWarming>().AddHostedService<DemoClinic>().AddHostedService<Workers>().AddHostedService<UploadTidying>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"));
        services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Lucarne";
            document.Info.Description = "From a medical picture to an answer with its certainty. A help to the doctor, never a diagnosis; not clinically validated.";
            return Task.CompletedTask;
        }));
        services.AddRazorComponents();
        services.AddRateLimits(options);
    }

    private static void AddSecurity(IServiceCollection services, ServerOptions options)
    {
        services.AddDataProtection().SetApplicationName("Lucarne").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(options.Kept, "keys")));
        services.AddSingleton<Passwords>().AddSingleton<FirstVisit>().AddHostedService(provider => provider.GetRequiredService<FirstVisit>());
        services.AddAuthentication(Sessions.Scheme)
            .AddCookie(Sessions.Scheme, cookie =>
            {
                Sessions.Configure(cookie);
                cookie.ForwardDefaultSelector = context => KeyAuthentication.IsShown(context.Request) ? KeyAuthentication.Name : null;
            })
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        Policies.Add(services.AddAuthorizationBuilder());
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "lucarne-form";
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<FormOptions>(forms => (forms.MultipartBodyLengthLimit, forms.ValueCountLimit, forms.ValueLengthLimit) = (options.LargestUpload, 128, 1 << 16));
    }

    private static void Use(WebApplication app, ServerOptions options)
    {
        app.UseProxies(options);
        app.UseMiddleware<RequestCounting>();
        app.UseSecurityHeaders();
        // Who is signed in is asked of the database before any endpoint is reached.
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = error => error is UnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError });
        app.UseStatusCodePages();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "Assets")), RequestPath = "/assets" });
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapOperations();
        app.MapPredict();
        app.MapSessions();
        app.MapStudies();
        app.MapScans();
        app.MapStudyReports();
        app.MapJobs();
        app.MapPatients();
        app.MapModels();
        app.MapTraining();
        app.MapData();
        app.MapAdministration();
        app.MapApi();
        app.MapLive();
        app.MapUploads();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.UseSwaggerUI(docs =>
        {
            docs.RoutePrefix = "docs";
            docs.DocumentTitle = "Lucarne API";
            docs.SwaggerEndpoint("/openapi/v1.json", "Lucarne v1");
        });
    }
}
