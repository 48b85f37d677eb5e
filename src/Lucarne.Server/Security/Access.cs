using System.Security.Claims;

namespace Lucarne.Server.Security;

/// <summary>What each role may do. Whoever keeps accounts reads no pictures for it: nobody has a right because of another.</summary>
public static class Access
{
    /// <summary>Worklist, studies and patients.</summary>
    public const string See = "see";

    /// <summary>Sending pictures.</summary>
    public const string Send = "send";

    /// <summary>Agreeing, correcting, signing, following up.</summary>
    public const string Decide = "decide";

    /// <summary>Runs, their figures and reports.</summary>
    public const string Models = "models";

    /// <summary>Choosing which run answers.</summary>
    public const string Choose = "choose";

    /// <summary>Looking into data, training, and keeping what came of it.</summary>
    public const string Train = "train";

    /// <summary>Accounts, keys, audit trail.</summary>
    public const string Administer = "administer";

    private static readonly Dictionary<string, string[]> Roles = new()
    {
        [See] = ["Reader", "Doctor", "Administrator"],
        [Send] = ["Doctor", "Administrator"],
        [Decide] = ["Doctor"],
        [Models] = ["Reader", "Doctor", "DataScientist", "Administrator"],
        [Choose] = ["DataScientist", "Administrator"],
        [Train] = ["DataScientist", "Administrator"],
        [Administer] = ["Administrator"],
    };

    /// <summary>Every right.</summary>
    public static IReadOnlyCollection<string> Rights => Roles.Keys;

    /// <summary>Whether somebody has a right.</summary>
    public static bool May(ClaimsPrincipal user, string right) => Roles[right].Any(user.IsInRole);

    /// <summary>The places in the menu that a person may go to: text key and address.</summary>
    public static IEnumerable<(string Key, string Address)> Places(ClaimsPrincipal user) =>
        from place in new[] { ("drop", "/", Send), ("worklist", "/worklist", See), ("jobs", "/jobs", See), ("patients", "/patients", See), ("models", "/models", Models), ("data", "/data", Train), ("train", "/train", Train), ("admin", "/admin", Administer) }
        where May(user, place.Item3)
        select (place.Item1, place.Item2);
}
