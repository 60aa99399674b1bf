/** A picture that was uploaded to the chat, with what it says for those who do not see it. */
export interface PictureRef {
  fileId: string;
  altText: string;
}
