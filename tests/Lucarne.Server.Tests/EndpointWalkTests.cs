using System.Net;
using Lucarne.Clinic.Users;
using Lucarne.Server.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lucarne.Server.Tests;

/// <summary>Every endpoint as each role and as nobody.</summary>
[Collection("served clinic")]
public sealed class EndpointWalkTests(ServedClinic served)
{
    private const string Everybody = "Reader Doctor DataScientist Administrator Nobody";
    private const string SignedIn = "Reader Doctor DataScientist Administrator";
    private const string Clinical = "Reader Doctor Administrator";

    // Written here by hand, so that an endpoint that opens by mistake is noticed, and a new one must be thought about.
    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["GET /health/live"] = Everybody,
        ["GET /health/ready"] = Everybody,
        ["GET /openapi/{documentName}.json"] = Everybody,
        ["GET /sign-in"] = Everybody,
        ["POST /sign-in"] = Everybody,
        ["POST /sign-out"] = Everybody,
        ["GET /setup/{code}"] = Everybody,
        ["POST /setup/{code}"] = Everybody,
        ["POST /preferences"] = Everybody,
        ["GET /forbidden"] = Everybody,
        ["GET /metrics"] = "Administrator",
        ["POST /predict"] = SignedIn,
        ["GET /"] = SignedIn,
        ["POST /drop"] = "Doctor Administrator",
        ["GET /worklist"] = Clinical,
        ["GET /studies/{id:long}"] = Clinical,
        ["POST /studies/{id:long}/decisions"] = "Doctor",
        ["POST /studies/{id:long}/assignment"] = "Doctor",
        ["POST /studies/{id:long}/urgency"] = "Doctor",
        ["POST /studies/{id:long}/patient"] = "Doctor Administrator",
        ["POST /studies/{id:long}/recommendations/{recommendation:long}"] = "Doctor",
        ["GET /studies/{id:long}/images/{image:long}"] = Clinical,
        ["GET /studies/{id:long}/images/{image:long}/volume"] = Clinical,
        ["GET /studies/{id:long}/corrections/{correction:long}/{role}"] = Clinical,
        ["POST /studies/{id:long}/findings/{finding:long}/corrections"] = "Doctor",
        ["POST /studies/{id:long}/findings/{finding:long}/explanations"] = "Doctor",
        ["GET /studies/{id:long}/findings/{finding:long}/{role}"] = Clinical,
        ["GET /studies/{id:long}/report"] = Clinical,
        ["GET /studies/{id:long}/report.pdf"] = Clinical,
        ["GET /patients/"] = Clinical,
        ["GET /patients/{id:long}"] = Clinical,
        ["POST /patients/{id:long}"] = "Doctor Administrator",
        ["POST /patients/{id:long}/tasks"] = "Doctor",
        ["POST /patients/{id:long}/tasks/{task:long}"] = "Doctor",
        ["POST /patients/{id:long}/tasks/{task:long}/due"] = "Doctor",
        ["POST /patients/{id:long}/measurements"] = "Doctor",
        ["POST /patients/{id:long}/measurements/{measurement:long}/withdraw"] = "Doctor",
        ["GET /jobs/"] = Clinical,
        ["POST /jobs/{id:long}/cancel"] = "Doctor Administrator",
        ["POST /jobs/{id:long}/retry"] = "Doctor Administrator",
        ["GET /models/"] = SignedIn,
        ["GET /models/compare"] = SignedIn,
        ["GET /models/{name}"] = SignedIn,
        ["GET /models/{name}/report"] = SignedIn,
        ["GET /models/{name}/figures/{figure}"] = SignedIn,
        ["GET /models/{name}/profiles"] = SignedIn,
        ["GET /models/{name}/profiles/{point:int}"] = SignedIn,
        ["POST /models/{name}/report"] = "DataScientist Administrator",
        ["POST /models/{name}/service"] = "DataScientist Administrator",
        ["POST /models/{name}/default"] = "DataScientist Administrator",
        ["GET /data/"] = "DataScientist Administrator",
        ["GET /data/{folder}"] = "DataScientist Administrator",
        ["POST /data/{folder}/check"] = "DataScientist Administrator",
        ["GET /data/{folder}/events"] = "DataScientist Administrator",
        ["GET /data/{folder}/report"] = "DataScientist Administrator",
        ["GET /train/"] = "DataScientist Administrator",
        ["POST /train/"] = "DataScientist Administrator",
        ["GET /train/{id:long}"] = "DataScientist Administrator",
        ["GET /train/{id:long}/events"] = "DataScientist Administrator",
        ["POST /train/{id:long}/stop"] = "DataScientist Administrator",
        ["POST /train/{id:long}/keep"] = "DataScientist Administrator",
        ["POST /train/{id:long}/discard"] = "DataScientist Administrator",
        ["GET /admin/"] = "Administrator",
        ["POST /admin/users"] = "Administrator",
        ["POST /admin/users/{id:long}"] = "Administrator",
        ["POST /admin/keys"] = "Administrator",
        ["POST /admin/keys/{id:long}/revoke"] = "Administrator",
        ["GET /api/v1/models"] = SignedIn,
        ["GET /api/v1/studies"] = Clinical,
        ["POST /api/v1/studies"] = "Doctor Administrator",
        ["GET /api/v1/studies/{id:long}"] = Clinical,
        ["GET /api/v1/studies/{id:long}/findings"] = Clinical,
        ["GET /api/v1/studies/{id:long}/decisions"] = Clinical,
        ["GET /api/v1/patients/"] = Clinical,
        ["POST /api/v1/patients/"] = "Doctor Administrator",
        ["GET /api/v1/patients/{id:long}"] = Clinical,
        ["PUT /api/v1/patients/{id:long}"] = "Doctor Administrator",
        ["POST /api/v1/patients/{id:long}/measurements"] = "Doctor Administrator",
        ["GET /api/v1/patients/{id:long}/studies"] = Clinical,
        ["GET /api/v1/tasks/"] = Clinical,
        ["POST /api/v1/tasks/"] = "Doctor",
        ["GET /api/v1/tasks/{id:long}"] = Clinical,
        ["POST /api/v1/tasks/{id:long}/done"] = "Doctor",
        ["GET /api/v1/search"] = Clinical,
        ["POST /api/v1/studies/{id:long}/decisions"] = "Doctor",
        ["PUT /api/v1/studies/{id:long}/assignment"] = "Doctor",
        ["PUT /api/v1/studies/{id:long}/urgency"] = "Doctor",
        ["PUT /api/v1/studies/{id:long}/patient"] = "Doctor Administrator",
        ["DELETE /api/v1/patients/{id:long}/measurements/{measurement:long}"] = "Doctor",
        ["PUT /api/v1/tasks/{id:long}"] = "Doctor",
        ["OPTIONS /api/v1/uploads"] = "Doctor Administrator",
        ["POST /api/v1/uploads"] = "Doctor Administrator",
        ["HEAD /api/v1/uploads/{id}"] = "Doctor Administrator",
        ["GET /api/v1/uploads/{id}"] = "Doctor Administrator",
        ["PATCH /api/v1/uploads/{id}"] = "Doctor Administrator",
        ["DELETE /api/v1/uploads/{id}"] = "Doctor Administrator",
        ["GET /api/v1/jobs"] = Clinical,
        ["GET /api/v1/jobs/{id:long}"] = Clinical,
        ["GET /api/v1/jobs/{id:long}/events"] = Clinical,
        ["GET /api/v1/events"] = Clinical,
        ["POST /api/v1/jobs/{id:long}/cancel"] = "Doctor Administrator",
        ["POST /api/v1/jobs/{id:long}/retry"] = "Doctor Administrator",
    };

    // A body of another type is refused before it is asked who sends it.
    private static readonly HashSet<string> WantsJson =
    [
        "POST /api/v1/studies/{id:long}/decisions", "POST /api/v1/patients/", "PUT /api/v1/patients/{id:long}", "POST /api/v1/patients/{id:long}/measurements", "POST /api/v1/tasks/",
        "PUT /api/v1/studies/{id:long}/assignment", "PUT /api/v1/studies/{id:long}/urgency", "PUT /api/v1/studies/{id:long}/patient", "PUT /api/v1/tasks/{id:long}",
    ];

    [Fact]
    public void Every_endpoint_has_its_row_in_the_table_above() =>
        Assert.Equal(Allowed.Keys.Order(), Endpoints().Select(endpoint => endpoint.Name).Distinct().Order());

    [Theory]
    [InlineData("Nobody")]
    [InlineData("Reader")]
    [InlineData("Doctor")]
    [InlineData("DataScientist")]
    [InlineData("Administrator")]
    public async Task A_role_reaches_what_it_may_and_nothing_else(string who)
    {
        var visitor = who == "Nobody" ? served.Nobody() : await served.SignedInAsync(Enum.Parse<Role>(who));
        foreach (var (name, method, path) in Endpoints())
        {
            if (path == "/sign-out") continue;
            using var response = await visitor.BeginAsync(new HttpMethod(method), path, WantsJson.Contains(name) ? System.Net.Http.Json.JsonContent.Create(new { kind = "Signs", measured_on = "2026-01-01", patient_id = 0, text = "x", due_on = "2026-01-01" }) : method == "POST" ? new MultipartFormDataContent { { new StringContent("1"), "field" } } : null);
            var isAllowed = Allowed[name].Split(' ').Contains(who);
            var refused = who == "Nobody" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden;
            Assert.True(isAllowed != (response.StatusCode == refused) || (path == "/forbidden" && response.StatusCode == HttpStatusCode.Forbidden), $"{name} as {who} answers {response.StatusCode}");
            Assert.True((int)response.StatusCode != 500, $"{name} as {who} answers 500");
        }
    }

    [Fact]
    public void Every_endpoint_that_changes_something_wants_a_token_and_says_who_may()
    {
        foreach (var endpoint in Routes())
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            Assert.True(isOpen || endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null, $"{endpoint.RoutePattern.RawText} says neither who may nor that everybody may");
            if (Methods(endpoint).Any(method => method is "POST" or "PUT" or "PATCH" or "DELETE") && endpoint.RoutePattern.RawText != "/predict")
                Assert.Contains(typeof(FormGuard), endpoint.Metadata.OfType<Type>());
        }
    }

    private IEnumerable<RouteEndpoint> Routes() => served.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    private IEnumerable<(string Name, string Method, string Path)> Endpoints() =>
        from endpoint in Routes()
        from method in Methods(endpoint)
        let pattern = endpoint.RoutePattern.RawText!
        select ($"{method} {pattern}", method, System.Text.RegularExpressions.Regex.Replace(pattern, @"\{(\w+)(:\w+)?\}", match => match.Groups[1].Value == "documentName" ? "v1" : "1"));

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
}
