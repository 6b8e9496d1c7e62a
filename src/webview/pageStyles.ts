import { css } from 'lit';

/** The page of a panel. */
export const pageStyles = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    padding: 14px 20px 32px;
    max-width: 1680px;
  }
  @media (max-width: 480px) {
    main {
      padding-inline: 12px;
    }
  }
`;
