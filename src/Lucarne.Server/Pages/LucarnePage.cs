using Microsoft.AspNetCore.Components;

namespace Lucarne.Server.Pages;

/// <summary>What every page is given.</summary>
public abstract class LucarnePage : ComponentBase
{
    /// <summary>Who looks at it.</summary>
    [Parameter, EditorRequired]
    public Visit Visit { get; set; } = null!;

    /// <summary>A sentence in the reader's language.</summary>
    protected string T(string key, params object[] values) => Visit.Say(key, values);
}
