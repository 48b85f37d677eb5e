using Microsoft.AspNetCore.Http.Features;

namespace Lucarne.Server.Predict;

/// <summary>A picture that came with a request, as bytes; it is not parsed here.</summary>
/// <param name="Name">The file's name without its folders.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record UploadedPicture(string Name, byte[] Bytes)
{
    private const int LongestName = 120;

    /// <summary>The part named <c>file</c> of a multipart form.</summary>
    /// <returns>The picture, or the problem that stands in its way.</returns>
    public static async Task<(UploadedPicture? Picture, IResult? Problem)> FromAsync(HttpRequest request, long largest, CancellationToken cancellation)
    {
        if (!request.HasFormContentType)
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"the request's content is {request.ContentType ?? "of no named type"}; send multipart/form-data with the picture in a part named 'file'"));
        try
        {
            var form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = largest, ValueCountLimit = 64 }, cancellation);
            if (form.Files.GetFile("file") is not { } file)
                return (null, Problems.Of(StatusCodes.Status400BadRequest, "the form holds no file in a part named 'file'; send the picture there"));
            if (file.Length > largest) return (null, TooLarge(largest));
            using var content = new MemoryStream((int)file.Length);
            await file.CopyToAsync(content, cancellation);
            return Judge(new UploadedPicture(Plain(file.FileName), content.ToArray()));
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(largest));
        }
        catch (InvalidDataException error)
        {
            return (null, error.Message.Contains("length limit", StringComparison.Ordinal)
                ? TooLarge(largest)
                : Problems.Of(StatusCodes.Status400BadRequest, "the form is broken: its parts cannot be told apart; send it again"));
        }
        catch (IOException)
        {
            return (null, Problems.Of(StatusCodes.Status400BadRequest, "the request ended before the file did; send it again"));
        }
    }

    private static (UploadedPicture?, IResult?) Judge(UploadedPicture picture)
    {
        if (picture.Bytes.Length == 0) return (null, Problems.Of(StatusCodes.Status422UnprocessableEntity, $"{picture.Name} has no bytes; send a picture"));
        return PictureContent.IsPicture(picture.Bytes)
            ? (picture, null)
            : (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"{picture.Name} is no picture by its content; expected {PictureContent.Formats}"));
    }

    private static IResult TooLarge(long largest) =>
        Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the file is larger than {largest >> 20} MiB; send a smaller picture");

    /// <summary>A name comes from outside: no folders, no control characters, no endless text.</summary>
    public static string Plain(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var plain = new string([.. last.Where(letter => !char.IsControl(letter)).Take(LongestName)]);
        return plain.Length == 0 ? "picture" : plain;
    }
}
