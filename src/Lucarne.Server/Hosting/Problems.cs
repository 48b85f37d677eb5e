namespace Lucarne.Server;

/// <summary>What could not be done, as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>A problem with one sentence that says what was found, what was expected and what to do.</summary>
    public static IResult Of(int status, string detail) => TypedResults.Problem(Sentence(detail), statusCode: status);

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
