using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lucarne.Clinic;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Lucarne.Server.Api;

/// <summary>
/// Answers a request that is sent again, because its answer was lost on the way, with the first answer instead of doing it again: where the
/// client chose an <c>Idempotency-Key</c> for it.
/// </summary>
internal sealed class IdempotentRequest(ClinicDatabase clinic, IOptions<JsonOptions> json) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var given)) return await next(context);
        var key = given.ToString().Trim();
        if (key.Length is 0 or > LongestKey) return Problems.Of(StatusCodes.Status400BadRequest, $"the {Header} has {key.Length} characters; choose one of 1 to {LongestKey}");
        var caller = http.User.Identity!.Name!;
        if (await clinic.Idempotency.BeginAsync(caller, key, await HashAsync(http), http.RequestAborted) is { } answer)
            return answer is { StatusCode: { } status, ResponseJson: { } body }
                ? TypedResults.Text(body, "application/json", Encoding.UTF8, status)
                : Problems.Of(StatusCodes.Status409Conflict, "a request with this key is being answered right now; ask again in a moment");
        return await AnswerAsync(context, next, caller, key);
    }

    private async Task<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string caller, string key)
    {
        var isKept = false;
        try
        {
            var result = await next(context);
            // What was refused may be mended and sent again under the same key.
            if (result is IStatusCodeHttpResult { StatusCode: >= 200 and < 300 and { } status } and IValueHttpResult { Value: { } value })
            {
                await clinic.Idempotency.CompleteAsync(caller, key, status, JsonSerializer.Serialize(value, value.GetType(), json.Value.SerializerOptions), CancellationToken.None);
                isKept = true;
            }

            return result;
        }
        finally
        {
            if (!isKept) await clinic.Idempotency.ForgetAsync(caller, key, CancellationToken.None);
        }
    }

    /// <summary>Of the address, the fields and the files: the same bytes in another order of parts, or with another boundary, are the same request.</summary>
    private static async Task<string> HashAsync(HttpContext context)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, context.Request.Path + context.Request.QueryString);
        if (context.Request.HasFormContentType)
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal)) Add(hash, $"{name}={value}");
            foreach (var file in form.Files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                Add(hash, $"{file.Name}={file.FileName}");
                await using var content = file.OpenReadStream();
                hash.AppendData(await SHA256.HashDataAsync(content, context.RequestAborted));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
}
