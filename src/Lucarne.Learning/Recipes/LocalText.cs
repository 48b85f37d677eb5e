namespace Lucarne.Learning.Recipes;

/// <summary>A text in the two languages Lucarne speaks.</summary>
/// <param name="En">English.</param>
/// <param name="Fr">French.</param>
public sealed record LocalText(string En, string Fr)
{
    /// <summary>A text that is the same in both: a name, or what another program said.</summary>
    public static LocalText Same(string text) => new(text, text);

    /// <summary>Sentences that a file keeps in two lists, in one order; those whose French an older file lacks speak English in both.</summary>
    public static IReadOnlyList<LocalText> Paired(IReadOnlyList<string> english, IReadOnlyList<string> french) =>
        [.. english.Select((text, i) => new LocalText(text, french.ElementAtOrDefault(i) ?? text))];

    /// <summary>The text in <paramref name="language"/> ("fr", "fr-CA", "en"…); English for any language that is not French.</summary>
    public string In(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.StartsWith("fr", StringComparison.OrdinalIgnoreCase) ? Fr : En;
    }
}
