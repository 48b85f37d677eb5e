using Lucarne.Server.Models;
using Lucarne.Server.Reading;

namespace Lucarne.Server.Operations;

/// <summary>What those who run the server ask it.</summary>
internal static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("alive\n"))
            .AllowAnonymous().WithSummary("The process runs.").WithTags("Operations");
        app.MapGet("/health/ready", Ready)
            .AllowAnonymous().WithSummary("Pictures can be answered: a run is served and its network is loaded.").WithTags("Operations");
        app.MapGet("/metrics", (ServerMetrics metrics) => TypedResults.Text(metrics.Text(), "text/plain; version=0.0.4"))
            .RequireAuthorization(Security.Policies.Local).WithSummary("Counters for Prometheus.").WithTags("Operations");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Ready(ModelCatalogue catalogue, ReadingRoom room) =>
        catalogue.Default is null ? TypedResults.Text("ready; no run is served yet\n")
        : room.IsWarm ? TypedResults.Text("ready\n")
        : TypedResults.Text("the network is being loaded\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
