using System.Text;

namespace Lucarne.Learning.Evaluate;

/// <summary>Comma-separated values as RFC 4180 has them; line ends may be CRLF or LF.</summary>
internal static class CsvRows
{
    public static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>The rows of <paramref name="text"/>; empty lines are passed over.</summary>
    public static IEnumerable<string[]> Parse(string text)
    {
        var cells = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            cells.Add(ReadCell(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                at++;
                // A comma before the end of the text leaves an empty cell behind it.
                if (at == text.Length) cells.Add("");
                else continue;
            }
            if (at < text.Length && text[at] == '\r') at++;
            if (at < text.Length && text[at] == '\n') at++;
            if (cells is not [""]) yield return [.. cells];
            cells.Clear();
        }
    }

    private static string ReadCell(string text, ref int at)
    {
        if (text[at] != '"')
        {
            var length = text.AsSpan(at).IndexOfAny(",\r\n");
            var end = length < 0 ? text.Length : at + length;
            var plain = text[at..end];
            at = end;
            return plain;
        }
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"') { cell.Append(text[at]); continue; }
            if (at + 1 < text.Length && text[at + 1] == '"') { cell.Append('"'); at++; continue; }
            at++;
            break;
        }
        // What follows a closing quote up to the next separator is no part of RFC 4180; it is kept rather than lost.
        var rest = text.AsSpan(at).IndexOfAny(",\r\n");
        var stop = rest < 0 ? text.Length : at + rest;
        cell.Append(text, at, stop - at);
        at = stop;
        return cell.ToString();
    }
}
