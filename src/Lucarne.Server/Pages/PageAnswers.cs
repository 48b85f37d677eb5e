using Microsoft.AspNetCore.Http.HttpResults;

namespace Lucarne.Server.Pages;

/// <summary>Pages and redirects as answers of endpoints.</summary>
internal static class PageAnswers
{
    /// <summary>A page for whoever asks.</summary>
    public static RazorComponentResult<T> Page<T>(this HttpContext context, params (string Name, object? Value)[] parameters)
        where T : LucarnePage =>
        new(parameters.Append((nameof(LucarnePage.Visit), Visit.Of(context))).ToDictionary(pair => pair.Item1, pair => pair.Item2)) { PreventStreamingRendering = true };

    /// <summary>A page that says what went wrong.</summary>
    public static RazorComponentResult<ProblemPage> ProblemPage(this HttpContext context, int status, string sentence, string back = "/") =>
        new(new Dictionary<string, object?> { [nameof(LucarnePage.Visit)] = Visit.Of(context), ["Sentence"] = sentence, ["Back"] = back }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>After a form: the page that shows what it did.</summary>
    public static RedirectHttpResult SeeOther(string address) => TypedResults.Redirect(address);

    /// <summary>An address of this server alone: whatever else a form or link names leads home.</summary>
    public static string Local(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal) && !address.Any(char.IsControl) ? address : "/";
}
