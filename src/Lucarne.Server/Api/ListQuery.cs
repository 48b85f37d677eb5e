namespace Lucarne.Server.Api;

/// <summary>What every list is asked: how many rows, which of a few words, and where to read on.</summary>
internal static class ListQuery
{
    /// <summary>Rows of a page where nothing is said.</summary>
    public const int Rows = 50;

    private const int MostRows = 200;

    /// <summary>What is wrong with a limit; null where nothing is.</summary>
    public static IResult? Wrong(int limit) => limit is < 1 or > MostRows ? Problems.Of(StatusCodes.Status400BadRequest, $"the limit is {limit}; expected 1 to {MostRows}") : null;

    /// <summary>What is wrong with a word that names one of a few things, without regard to case; null where nothing is.</summary>
    public static IResult? Wrong<T>(string what, string? text, out T? value) where T : struct, Enum
    {
        value = null;
        if (text is null) return null;
        if (!Enum.TryParse<T>(text, ignoreCase: true, out var named) || !Enum.IsDefined(named)) return Problems.Of(StatusCodes.Status400BadRequest, $"the {what} is '{text}'; expected {string.Join(", ", Enum.GetNames<T>())}");
        value = named;
        return null;
    }

    /// <summary>The address of a list's next page.</summary>
    /// <param name="path">The list.</param>
    /// <param name="limit">Rows of a page.</param>
    /// <param name="fields">What else was asked, and where the next page begins; what is null is left out.</param>
    public static string Next(string path, int limit, params IEnumerable<(string Name, object? Value)> fields) =>
        $"/api/v1/{path}?limit={limit}" + string.Concat(fields.Where(field => field.Value is not null)
            .Select(field => $"&{field.Name}={Uri.EscapeDataString(Convert.ToString(field.Value, System.Globalization.CultureInfo.InvariantCulture)!)}"));
}
