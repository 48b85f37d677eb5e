using System.Globalization;

namespace Lucarne.Server.Api;

/// <summary>The version of something that a program has seen, as it stands in an ETag: the version, and behind a hyphen whatever else makes two answers differ.</summary>
internal static class SeenVersion
{
    /// <summary>The tag of a version.</summary>
    public static string Tag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>What is wrong with an <c>If-Match</c>; null where it names a version.</summary>
    public static IResult? Wrong(string? ifMatch, string what, out long version)
    {
        version = 0;
        if (ifMatch is null) return Problems.Of(StatusCodes.Status428PreconditionRequired, $"the request does not say which version of the {what} was seen; send its ETag as If-Match");
        return long.TryParse(ifMatch.Trim('"').Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out version)
            ? null
            : Problems.Of(StatusCodes.Status412PreconditionFailed, $"If-Match is {ifMatch}, which is no ETag of a {what}; get the {what} again");
    }
}
